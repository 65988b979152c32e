/** Picks what is wanted of the answers of the chat that is shown. */
import type { AnswerOptions } from '../answers/answerOptions';
import { changeAnswerOptions } from '../chat/changeAnswerOptions';
import type { ChatController } from '../chat/chatController';
import type { Command } from './command';

interface Deps {
  readonly controller: ChatController;
  readonly answers: () => Promise<AnswerOptions>;
  /** Shows the chat. */
  readonly reveal: () => Promise<void>;
}

export function answerOptions({ controller, answers, reveal }: Deps): Command {
  return {
    name: 'answerOptions',
    async run() {
      await reveal();
      await changeAnswerOptions(controller, answers);
    },
  };
}
