/** What a found secret looks like, for sentences. Names of services are the same in all languages; the others are translated. */
import * as vscode from 'vscode';

/** @param kind as `core/secretGuard.ts` names it */
export function secretKindWords(kind: string): string {
  switch (kind) {
    case 'secret value':
      return vscode.l10n.t('secret value');
    case 'private key':
      return vscode.l10n.t('private key');
    case 'password in a URL':
      return vscode.l10n.t('password in a URL');
    case 'API key':
      return vscode.l10n.t('API key');
    default:
      return kind;
  }
}
