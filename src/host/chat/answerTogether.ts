/** Several answers to one question at once: each is run with a model of its own, and what they used together is said once. */
import type { ChatModel } from '../../core/chatModel';
import { outcomeOf, type Answer, type ConversationEvent, type Message } from '../../core/conversation';
import { given } from '../../core/jsonShape';
import type { Logger } from '../../core/logger';
import type { Alternatives } from '../answers/alternatives';

interface Deps {
  readonly log: Logger;
  /** Absent: each is asked for by a request of its own. */
  readonly alternatives?: (count: number) => Promise<Alternatives>;
  /** Ends when the answer is settled. @param model absent: the usual one */
  readonly run: (answer: Answer, model?: Pick<ChatModel, 'stream'>) => Promise<void>;
  readonly find: (id: string) => Message | undefined;
}

/** Ends when all are settled. @param answers at least one. @returns what is then to be said of those that came from one request */
export async function answerTogether(answers: readonly Answer[], deps: Deps): Promise<readonly ConversationEvent[]> {
  const { log, run, find } = deps;
  const [first] = answers;
  if (first !== undefined && answers.length === 1) {
    await run(first);
    return [];
  }
  const alternatives = await deps.alternatives?.(answers.length).catch((error: unknown) => {
    log.error(`Chat: several answers are asked for one by one: ${String(error)}`);
    return undefined;
  });
  await Promise.all(answers.map((answer, place) => run(answer, alternatives?.models[place])));
  const shared = await alternatives?.shared();
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
}
