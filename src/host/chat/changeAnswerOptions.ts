/** Asks what is wanted of the answers of the chat that is shown. */
import type { OptionId } from '../../core/chatOptions';
import type { AnswerOptions } from '../answers/answerOptions';
import type { ChatController } from './chatController';

/** @param only absent: all of them */
export async function changeAnswerOptions(
  controller: ChatController,
  answers: () => Promise<AnswerOptions>,
  only?: OptionId,
): Promise<void> {
  const { session } = controller;
  const picked = await (await answers()).pick(session.conversation.options ?? {}, only);
  // Meant for the chat that was shown: meanwhile it may be another one.
  if (picked !== undefined && session === controller.session) {
    controller.changeOptions(picked);
  }
}
