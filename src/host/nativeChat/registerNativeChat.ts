/** The models and the participant of VS Code's own chat, registered small and at once; what they do is loaded with the first request. */
import * as vscode from 'vscode';
import { languageModelVendor, participant } from '../../core/contributions';
import type { App } from '../app';
import { lazily } from '../platform/lazily';
import { LanguageModels } from './languageModels';
import { registerParticipantAction } from './participantAction';

export function registerNativeChat(app: App): void {
  const { live, exclusions, act, log, tokens } = app;
  const load = lazily(app.context.subscriptions, async () => {
    void live.refresh();
    const { NativeChat } = await import('./nativeChat');
    return new NativeChat({ model: app.modelFor('nativeChat'), exclusions, act, log });
  });
  const models = new LanguageModels({ load, tokens, hasToken: () => app.hasToken(), live });
  const registered = vscode.lm.registerLanguageModelChatProvider(languageModelVendor, models);
  const ace = vscode.chat.createChatParticipant(participant.id, async (...question) =>
    (await load()).participant.answer(...question),
  );
  ace.iconPath = new vscode.ThemeIcon('sparkle');
  ace.followupProvider = { provideFollowups: async (result) => (await load()).followUps(result) };
  // The chat answers nothing, not even the participant's first question, while it knows no model.
  void vscode.lm.selectChatModels({ vendor: languageModelVendor }).then(undefined, () => undefined);
  app.own(models, registered, ace, registerParticipantAction(act));
}
