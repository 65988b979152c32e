/** What a fork of a conversation begins with: its messages, and, forked from a question, that question to be written anew. */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { pathTo, type Conversation } from '../../core/conversation';
import { conversationTitle } from '../../core/conversationTitle';
import { attachAgain } from '../context/attachAgain';
import type { Draft } from '../history/draftStore';

/** @returns a draft only where the message is a question: the conversation then ends before it */
export function forkedChat(
  conversation: Conversation,
  messageId: string,
): { readonly forked: Conversation; readonly draft?: Draft } {
  const path = pathTo(conversation, messageId);
  const last = path.at(-1);
  const question = last?.role === 'user' ? last : undefined;
  const messages = question === undefined ? path : path.slice(0, -1);
  const { isPinned, title, ...rest } = conversation;
  const forked: Conversation = {
    ...rest,
    id: randomUUID(),
    createdAt: Date.now(),
    title: vscode.l10n.t('{0} (fork)', title ?? conversationTitle(conversation)),
    messages,
    selected: {},
  };
  if (question === undefined) {
    return { forked };
  }
  // Without a message there is no journal that would keep these.
  const { effort, options } = messages.length === 0 ? forked : {};
  const draft: Draft = {
    draft: question.text,
    attachments: question.attachments?.flatMap(attachAgain) ?? [],
    ...(effort === undefined ? {} : { effort }),
    ...(options === undefined ? {} : { options }),
  };
  return { forked, draft };
}
