/** Registers the models and the participant of VS Code's own chat, small and at once; what they do is loaded with the first request. */
import * as vscode from 'vscode';
import { languageModelVendor, participant } from '../../core/contributions';
import type { LiveModels } from '../platform/liveModels';
import { LanguageModels } from './languageModels';
import type { Act } from './languageModelErrors';
import type { NativeChat } from './nativeChat';
import { registerParticipantAction } from './participantAction';

interface Deps {
  readonly load: () => Promise<NativeChat>;
  readonly tokens: { readonly onDidChange: vscode.Event<void> };
  /** Whether there is a token for the endpoint. */
  readonly hasToken: () => Promise<boolean>;
  readonly live: LiveModels;
  readonly act: Act;
}

/** The caller disposes what this returns. */
export function registerNativeChat({ load, tokens, hasToken, live, act }: Deps): vscode.Disposable {
  const models = new LanguageModels({ load, tokens, hasToken, live });
  const registered = vscode.lm.registerLanguageModelChatProvider(languageModelVendor, models);
  const ace = vscode.chat.createChatParticipant(participant.id, async (...question) =>
    (await load()).participant.answer(...question),
  );
  ace.iconPath = new vscode.ThemeIcon('sparkle');
  ace.followupProvider = { provideFollowups: async (result) => (await load()).followUps(result) };
  // The chat answers nothing, not even the participant's first question, while it knows no model.
  void vscode.lm.selectChatModels({ vendor: languageModelVendor }).then(undefined, () => undefined);
  return vscode.Disposable.from(models, registered, ace, registerParticipantAction(act));
}
