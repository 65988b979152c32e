/**
 * Several answers to one question at once: each is run with a model of its own, and what they used together is said once. Loaded
 * with the first question that wants several.
 */
import type * as vscode from 'vscode';
import type { ChatModel } from '../../core/chatModel';
import { outcomeOf, type Answer, type ConversationEvent, type Message } from '../../core/conversation';
import { given } from '../../core/jsonShape';
import { ChoiceMemory } from '../answers/choiceMemory';

type StreamingModel = Pick<ChatModel, 'stream'>;

/** What the conversation of the answers does. */
export interface AnswersRunning {
  /** Ends when the answer is settled; never rejects. */
  readonly run: (answer: Answer, model: StreamingModel) => Promise<void>;
  readonly find: (id: string) => Message | undefined;
}

/** Ends when all are settled. @param answers more than one. @returns what is then to be said of those that came from one request */
export type AnswerTogether = (answers: readonly Answer[], running: AnswersRunning) => Promise<readonly ConversationEvent[]>;

/** @param state over all windows */
export function answerTogether(model: StreamingModel, state: vscode.Memento): AnswerTogether {
  return async (answers, { run, find }) => {
    const alternatives = new ChoiceMemory(state).alternatives(model, answers.length);
    await Promise.all(answers.map((answer, place) => run(answer, alternatives.models[place] ?? model)));
    const shared = await alternatives.shared();
    const places = shared?.places ?? [];
    return places.flatMap((place, choice): readonly ConversationEvent[] => {
      const answer = find(answers[place]?.id ?? '');
      if (answer?.role !== 'assistant') {
        return [];
      }
      const usage = choice === 0 ? given('usage', shared?.usage) : {};
      const facts = { ...answer.facts, choices: places.length, choice };
      return [{ type: 'answerChanged', id: answer.id, ...outcomeOf(answer), facts, ...usage }];
    });
  };
}
