/**
 * Attachments of a question with everything behind them but the user, and a folder of the test's own in the workspace. For tests
 * inside the extension host.
 */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { AttachmentChip, SentAttachment } from '../../src/core/attachment';
import { nullLogger } from '../../src/core/logger';
import { DraftAttachments, type ReadAttachments } from '../../src/host/context/draftAttachments';
import { Exclusions } from '../../src/host/context/exclusions';
import { ReadOnlyDocuments } from '../../src/host/context/readOnlyDocuments';
import { SourceReader } from '../../src/host/context/sourceReader';
import { applyEdit } from './applyEdit';

/** An image of 1 × 1 pixel, base64. */
export const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** How many there were: VS Code takes what it knows of an earlier test's file for the text of a new one of the same name. */
let count = 0;

export class ContextFixture implements vscode.Disposable {
  /** What the setting names. */
  excluded: readonly string[] = ['**/.env', 'secrets'];
  /** What the user was told. */
  readonly said: string[] = [];
  readonly say = (sentence: string): void => void this.said.push(sentence);
  readonly exclusions = new Exclusions(() => this.excluded);
  readonly documents = new ReadOnlyDocuments(`ace-claude-test-${String(performance.now()).replace('.', '-')}`);
  readonly attachments = new DraftAttachments({
    reader: new SourceReader(this.exclusions),
    documents: this.documents,
    log: nullLogger,
    say: this.say,
  });

  private constructor(
    readonly root: vscode.Uri,
    /** Of its folder. */
    readonly name: string,
  ) {}

  get folder(): vscode.Uri {
    return vscode.Uri.joinPath(this.root, this.name);
  }

  static async create(): Promise<ContextFixture> {
    const [root] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(root !== undefined);
    count += 1;
    const fixture = new ContextFixture(root.uri, `context test ${String(count)}`);
    await vscode.workspace.fs.createDirectory(fixture.folder);
    return fixture;
  }

  /** Ends with the editors closed and the folder gone. */
  async remove(): Promise<void> {
    this.dispose();
    while (vscode.window.activeTextEditor?.document.isDirty === true) {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(this.folder, { recursive: true });
  }

  dispose(): void {
    this.attachments.dispose();
    this.documents.dispose();
  }

  /** Folders on the way are made. */
  async write(name: string, content: string | Uint8Array): Promise<vscode.Uri> {
    const uri = vscode.Uri.joinPath(this.folder, name);
    await vscode.workspace.fs.writeFile(uri, typeof content === 'string' ? new TextEncoder().encode(content) : content);
    return uri;
  }

  async edit(uri: vscode.Uri, range: vscode.Range, text: string): Promise<void> {
    const change = new vscode.WorkspaceEdit();
    change.replace(uri, range, text);
    await applyEdit(change);
  }

  /** Resolves with the first chip as soon as it is so. */
  chipThat(isSo: (chip: AttachmentChip) => boolean): Promise<AttachmentChip> {
    return new Promise((resolve) => {
      const check = (): void => {
        const [chip] = this.attachments.chips;
        if (chip !== undefined && isSo(chip)) {
          listener.dispose();
          resolve(chip);
        }
      };
      const listener = this.attachments.onDidChange(check);
      check();
    });
  }

  async readText(): Promise<Exclude<SentAttachment, { kind: 'image' }>> {
    return onlyText(await this.attachments.read());
  }
}

function onlyText({ sent }: ReadAttachments): Exclude<SentAttachment, { kind: 'image' }> {
  const [attachment] = sent;
  assert.ok(sent.length === 1 && attachment !== undefined && attachment.kind !== 'image');
  return attachment;
}
