/** What each message of the chat page does. Posting, and the page's life, are the view provider's. */
import * as vscode from 'vscode';
import { commandId } from '../../core/contributions';
import type { Message } from '../../core/conversation';
import type { HostToWebview, WebviewToHost } from '../../core/protocol';
import type { DraftAttachments } from '../context/draftAttachments';
import type { RequestPreview } from '../context/requestPreview';
import type { Suggestions } from '../context/suggestions';
import type { CodeActions } from '../edits/codeActions';
import { existingReferences, openReference } from '../edits/workspacePath';
import type { ConversationStore } from '../history/conversationStore';
import type { LiveModels } from '../platform/liveModels';
import type { ChatController } from './chatController';
import { loadColorTheme } from './colorTheme';
import { runNoticeAction, type NoticeWays } from './noticeActions';

export interface PageHandlersDeps {
  readonly controller: ChatController;
  readonly store: ConversationStore;
  readonly attachments: DraftAttachments;
  readonly suggestions: Suggestions;
  readonly preview: RequestPreview;
  readonly code: () => Promise<CodeActions>;
  readonly ways: NoticeWays;
  readonly live: LiveModels;
}

export type PageHandlers = {
  readonly [T in Exclude<WebviewToHost['type'], 'ready'>]: (message: Extract<WebviewToHost, { type: T }>) => unknown;
};

/** @param post to the page that is shown; @param postControls posts what the pickers show */
export function pageHandlers(
  deps: PageHandlersDeps,
  post: (message: HostToWebview) => void,
  postControls: () => Promise<void>,
): PageHandlers {
  const { controller, store, attachments, suggestions, preview, code, live } = deps;
  const messageOf = (id: string): Message | undefined => controller.conversation.messages.find((message) => message.id === id);
  return {
    'chat/send': async ({ text }) => {
      const { draft } = controller;
      let isAsked = false;
      try {
        isAsked = await controller.send(text);
      } finally {
        if (!isAsked && draft === controller.draft) {
          post({ type: 'draft', draft: draft.text });
        }
      }
    },
    'chat/stop': () => {
      if (controller.session.isBusy && !controller.session.canStop) {
        void vscode.window.showInformationMessage(
          vscode.l10n.t('Another window is writing this answer. It can be stopped there.'),
        );
      }
      controller.session.stop();
    },
    'chat/retry': ({ answerId }) => controller.session.retry(answerId),
    'chat/continue': ({ answerId }) => controller.session.continue(answerId),
    'chat/edit': ({ questionId, text }) => {
      if (!controller.session.isBusy) {
        controller.draft.setEdit(questionId, '');
      }
      return controller.session.edit(questionId, text);
    },
    'edit/change': ({ questionId, text }) => {
      controller.draft.setEdit(questionId, text);
    },
    'chat/fork': ({ messageId }) => controller.fork(messageId),
    'version/select': ({ messageId }) => {
      controller.session.selectVersion(messageId);
    },
    'answer/inspect': async ({ answerId }) => {
      const answer = messageOf(answerId);
      if (answer?.role === 'assistant') {
        const { request, isExact } = controller.requestOf(answer);
        await preview.showInspection(answer, request, isExact);
      }
    },
    'notice/action': ({ answerId, action }) => runNoticeAction(controller, deps.ways, answerId, action),
    'draft/change': ({ draft }) => {
      controller.setDraft(draft);
    },
    'scroll/change': ({ messageId, offset }) => {
      controller.draft.setScroll(messageId === '' ? undefined : { messageId, offset });
    },
    'suggestion/query': async ({ query, trigger, text }) => {
      for await (const found of suggestions.query(trigger, text)) {
        post({ type: 'suggestions', query, suggestions: found });
      }
    },
    'suggestion/pick': async ({ id }) => {
      const text = await suggestions.pick(id);
      if (text !== undefined) {
        post({ type: 'input/insert', text });
      }
    },
    'attachment/addUris': ({ uris }) => attachments.addUris(uris),
    'attachment/addImage': ({ name, mediaType, data }) => attachments.addImage(name, mediaType, data),
    'attachment/remove': ({ id }) => {
      attachments.remove(id);
    },
    'attachment/open': ({ id }) => attachments.open(id),
    'attachment/openSent': async ({ questionId, index }) => {
      const question = messageOf(questionId);
      const attachment = question?.role === 'user' ? question.attachments?.[index] : undefined;
      if (attachment !== undefined) {
        await preview.showAttachment(attachment);
      }
    },
    'preview/show': async () => {
      const { input, unavailable } = await controller.plannedInput();
      await preview.show(
        input,
        unavailable.map(({ label, note = '' }) => ({ label, note })),
      );
    },
    'banner/action': ({ action }) =>
      action === 'saveAgain' ? store.saveAgain() : vscode.commands.executeCommand(commandId(action)),
    'code/run': async ({ action, code: text, language, path }) => (await code()).run(action, { code: text, language, path }),
    'path/check': async ({ paths }) => {
      post({ type: 'path/found', paths: await existingReferences(paths) });
    },
    'path/open': ({ path, line, column, endLine }) => openReference({ path, line, column, endLine }),
    'history/show': () => vscode.commands.executeCommand(commandId('showHistory')),
    'model/look': () => live.refresh(true),
    'model/select': ({ model }) => controller.selectModel(model),
    'model/pick': async () => {
      await vscode.commands.executeCommand(commandId('selectModel'));
      // Given up: the picker of the page shows the chosen entry again.
      await postControls();
    },
    'effort/select': ({ effort }) => {
      controller.selectEffort(effort);
    },
    'token/set': () => vscode.commands.executeCommand(commandId('setToken')),
    'clipboard/write': ({ text }) => vscode.env.clipboard.writeText(text),
    'theme/request': async ({ themeId }) => {
      const theme = await loadColorTheme(themeId);
      post({ type: 'theme', themeId, ...(theme === undefined ? {} : { theme }) });
    },
  };
}
