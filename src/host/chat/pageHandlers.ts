/** What each message of the chat page does. Posting, and the page's life, are the view provider's. */
import * as vscode from 'vscode';
import type { AttachedImage } from '../../core/attachment';
import type { AnswerAudio } from '../../core/audio/answerAudio';
import { audioTypes, playableAudio } from '../../core/audio/playableAudio';
import { withOption } from '../../core/chatOptions';
import type { MergedColorTheme } from '../../core/colorTheme';
import { commandId } from '../../core/contributions';
import { isUnfinished, type Message } from '../../core/conversation';
import { conversationTitle } from '../../core/conversationTitle';
import { fileNameFor } from '../../core/export/fileName';
import { given } from '../../core/jsonShape';
import type { HostToWebview, WebviewToHost } from '../../core/protocol';
import { decodeProbabilities } from '../../core/tokenProbabilities';
import type { AnswerOptions } from '../answers/answerOptions';
import type { DraftAttachments } from '../context/draftAttachments';
import type { RequestPreview } from '../context/requestPreview';
import type { Suggestions } from '../context/suggestions';
import type { CodeActions } from '../edits/codeActions';
import { existingReferences, openReference } from '../edits/workspacePath';
import type { ConversationStore } from '../history/conversationStore';
import { probabilitiesFile } from './answerExtras';
import { changeAnswerOptions } from './changeAnswerOptions';
import type { LiveModels } from '../platform/liveModels';
import type { ChatController } from './chatController';
import { saveAudio } from './saveAudio';
import { runNoticeAction, type NoticeWays } from './noticeActions';

export interface PageHandlersDeps {
  readonly controller: ChatController;
  readonly store: ConversationStore;
  readonly attachments: DraftAttachments;
  readonly suggestions: Suggestions;
  readonly preview: () => Promise<RequestPreview>;
  readonly code: () => Promise<CodeActions>;
  readonly answers: () => Promise<AnswerOptions>;
  /** Undefined where the theme cannot be read. */
  readonly colorTheme: (themeId: string) => Promise<MergedColorTheme | undefined>;
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
  const audioOf = (answerId: string, index: number): AnswerAudio | undefined => {
    const answer = messageOf(answerId);
    return answer?.role === 'assistant' ? answer.audio?.[index] : undefined;
  };
  // One that broke off with its window has no true length yet.
  const soundOf = async (audio: AnswerAudio | undefined): Promise<Uint8Array | undefined> => {
    const bytes = audio === undefined ? undefined : await controller.fileOf(audio.file);
    return audio === undefined || bytes === undefined ? undefined : playableAudio(bytes, audio.extension).bytes;
  };
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
        const tokens = await controller.fileOf(probabilitiesFile(answerId));
        const probabilities = tokens === undefined ? undefined : decodeProbabilities(new TextDecoder().decode(tokens));
        await (
          await preview()
        ).showInspection({ answer, ...controller.requestOf(answer), ...given('probabilities', probabilities) });
      }
    },
    'audio/want': async ({ answerId, index }) => {
      const audio = audioOf(answerId, index);
      const bytes = await soundOf(audio);
      const mediaType = audio === undefined ? '' : audioTypes[audio.extension];
      // A plain array of bytes: what Node reads into would not be passed on as one.
      post({ type: 'audio', answerId, index, mediaType, ...given('bytes', bytes && Uint8Array.from(bytes)) });
    },
    'audio/save': async ({ answerId, index }) => {
      const audio = audioOf(answerId, index);
      const bytes = await soundOf(audio);
      if (audio === undefined || bytes === undefined) {
        void vscode.window.showWarningMessage(vscode.l10n.t('The sound of this answer is not here any more.'));
      } else {
        await saveAudio(fileNameFor(conversationTitle(controller.conversation), 'answer'), audio, bytes);
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
    'attachment/addImage': ({ name, mediaType, data, fromWidth, fromHeight }) =>
      attachments.addImage(
        name,
        mediaType,
        data,
        fromWidth > 0 && fromHeight > 0 ? { width: fromWidth, height: fromHeight } : undefined,
      ),
    'attachment/setDetail': ({ id, detail }) => attachments.setDetail(id, detail),
    'image/want': ({ questionId, image }) => {
      const found = questionId === '' ? attachments.image(image) : sentImage(messageOf(questionId), image);
      if (found !== undefined) {
        post({ type: 'image', questionId, image, mediaType: found.mediaType, data: found.data });
      }
    },
    'image/broken': ({ questionId, image }) => {
      if (questionId === '') {
        attachments.removeBroken(image);
      }
    },
    'attachment/remove': ({ id }) => {
      attachments.remove(id);
    },
    'attachment/open': ({ id }) => attachments.open(id),
    'attachment/openSent': async ({ questionId, index }) => {
      const question = messageOf(questionId);
      const attachment = question?.role === 'user' ? question.attachments?.[index] : undefined;
      if (attachment !== undefined) {
        await (await preview()).showAttachment(attachment);
      }
    },
    'preview/show': async () => {
      const { input, unavailable } = await controller.plannedInput();
      await (
        await preview()
      ).show(
        input,
        unavailable.map(({ label, note = '' }) => ({ label, note })),
      );
    },
    'banner/action': async ({ action }) => {
      if (action === 'saveAgain') {
        await store.saveAgain();
      } else if (action === 'openAsking') {
        const other = controller.asking.chats.find(({ id }) => id !== controller.conversation.id);
        await (other && controller.openConversation(other.id));
      } else {
        await vscode.commands.executeCommand(commandId(action));
      }
    },
    'code/run': async ({ action, code: text, language, path }) => (await code()).run(action, { code: text, language, path }),
    'path/check': async ({ paths }) => {
      post({ type: 'path/found', paths: await existingReferences(paths) });
    },
    'path/open': ({ path, line, column, endLine }) => openReference({ path, line, column, endLine }),
    'tool/decide': ({ answerId, useId, decision }) => {
      const answer = messageOf(answerId);
      const isDecided = controller.session.decideTool(answerId, useId, decision);
      if (!isDecided && answer !== undefined && isUnfinished(answer)) {
        void vscode.window.showInformationMessage(
          vscode.l10n.t('Another window is writing this answer. Decide on its tools there.'),
        );
      }
    },
    'tool/open': async ({ answerId, useId }) => {
      const answer = messageOf(answerId);
      const use = answer?.role === 'assistant' ? answer.toolUses?.find(({ id }) => id === useId) : undefined;
      if (use !== undefined) {
        await (await preview()).showToolUse(use);
      }
    },
    'tool/openImage': async ({ answerId, image, label }) => {
      const found = sentImage(messageOf(answerId), image);
      if (found !== undefined) {
        await (await preview()).showAttachment({ kind: 'image', label, tokens: 0, ...found });
      }
    },
    'tools/pick': () => controller.pickTools(),
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
    'option/pick': ({ option }) => changeAnswerOptions(controller, deps.answers, option === '' ? undefined : option),
    'option/turn': ({ option, isOn }) => {
      controller.changeOptions(withOption(controller.conversation.options ?? {}, option, isOn));
    },
    'token/set': () => vscode.commands.executeCommand(commandId('setToken')),
    'clipboard/write': ({ text }) => vscode.env.clipboard.writeText(text),
    'theme/request': async ({ themeId }) => {
      const theme = await deps.colorTheme(themeId);
      post({ type: 'theme', themeId, ...(theme === undefined ? {} : { theme }) });
    },
  };
}

/** @param image its place among the attachments of a question; of an answer, the call's id and the place in its result */
function sentImage(message: Message | undefined, image: string): AttachedImage | undefined {
  if (message?.role === 'assistant') {
    const [useId, index] = image.split('/');
    return message.toolUses?.find(({ id }) => id === useId)?.images?.[Number(index)];
  }
  const attachment = message?.attachments?.[Number(image)];
  return attachment?.kind === 'image' ? attachment : undefined;
}
