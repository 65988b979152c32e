/** Shows in a read-only editor what will be sent, what was sent with an answer, and what a question had attached. */
import * as vscode from 'vscode';
import type { SentAttachment } from '../../core/attachment';
import type { ChatInput } from '../../core/prompts/chat';
import type { ToolUse } from '../../core/tools/toolUse';
import { inspectionText, type Inspection } from './inspectionText';
import { previewText, type LeftOut } from './previewText';
import type { ReadOnlyDocuments } from './readOnlyDocuments';
import { TokenShading } from './tokenShading';
import { toolUseText } from './toolUseText';

export class RequestPreview implements vscode.Disposable {
  readonly #shading: TokenShading;

  constructor(private readonly documents: ReadOnlyDocuments) {
    this.#shading = new TokenShading(documents.scheme);
  }

  dispose(): void {
    this.#shading.dispose();
  }

  /**
   * "What will be sent". The token is not in it.
   * @param leftOut attachments that cannot be sent
   */
  async show(input: ChatInput, leftOut: readonly LeftOut[] = []): Promise<void> {
    await this.documents.showText(`${vscode.l10n.t('What Will Be Sent')}.md`, previewText(input, leftOut), 'markdown');
  }

  /** "Inspect Answer". */
  async showInspection(inspection: Inspection): Promise<void> {
    const { text, pieces } = inspectionText(inspection);
    const editor = await this.documents.showText(`${vscode.l10n.t('Inspect Answer')}.md`, text, 'markdown');
    this.#shading.show(editor, pieces);
  }

  /** A call of a tool with its arguments and its whole result. */
  async showToolUse(use: ToolUse): Promise<void> {
    await this.documents.showText(`${use.name.replace(/[^\w.-]/g, '_')}.md`, toolUseText(use), 'markdown');
  }

  /** An attachment as it was sent, which the file may not be any more. */
  async showAttachment(attachment: SentAttachment): Promise<void> {
    if (attachment.kind === 'image') {
      await this.documents.showImage(attachment.label, attachment.mediaType, attachment.data);
    } else {
      await this.documents.showText(vscode.l10n.t('{0} (as sent)', attachment.label), attachment.text, attachment.languageId);
    }
  }
}
