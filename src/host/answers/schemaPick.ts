/** The list in which the user picks how answers are JSON: freely, or by a schema from the workspace, which is found while it is open. */
import * as vscode from 'vscode';
import type { AnswerFormat } from '../../core/chatOptions';
import { listOf } from '../../core/jsonShape';
import type { Exclusions } from '../context/exclusions';
import { listFiles } from '../context/workspaceFiles';
import { looksLikeSchema, readSchema, SchemaFileError } from './schemaFile';

export interface SchemaPickDeps {
  readonly exclusions: Exclusions;
  /** Of the workspace: remembers what was picked. */
  readonly state: vscode.Memento;
}

interface Item extends vscode.QuickPickItem {
  readonly choice?: 'free' | 'browse' | vscode.Uri;
}

const rememberedKey = 'answers.schemas';
const mostRemembered = 5;
const mostFiles = 50_000;
/** Files that are opened to see whether they are schemas. */
const mostRead = 300;
const mostBytes = 200_000;
const readAtOnce = 8;
const skipped = /\/(?:node_modules|\.git|dist|out|build|bower_components|\.vscode)\//;

export class SchemaPick {
  constructor(private readonly deps: SchemaPickDeps) {}

  /** @returns undefined where the list was left. What cannot be used is said, and the list is there again */
  async pick(current: AnswerFormat | undefined): Promise<AnswerFormat | undefined> {
    for (;;) {
      const choice = await this.#ask(current);
      if (choice === undefined || choice === 'free') {
        return choice === undefined ? undefined : { type: 'json_object' };
      }
      const uri = choice === 'browse' ? await browse() : choice;
      const format = uri === undefined ? undefined : await this.#read(uri);
      if (format !== undefined) {
        return format;
      }
    }
  }

  async #read(uri: vscode.Uri): Promise<AnswerFormat | undefined> {
    try {
      const format = await readSchema(uri, this.deps.exclusions);
      await this.#remember(uri, true);
      return format;
    } catch (error) {
      if (!(error instanceof SchemaFileError)) {
        throw error;
      }
      await this.#remember(uri, false);
      void vscode.window.showErrorMessage(error.message);
      return undefined;
    }
  }

  #ask(current: AnswerFormat | undefined): Promise<Item['choice']> {
    const { l10n } = vscode;
    const pick = vscode.window.createQuickPick<Item>();
    const stop = new vscode.CancellationTokenSource();
    const remembered = this.#remembered();
    const found = new Map<string, vscode.Uri>();
    const show = (): void => {
      const others = [...found.values()].filter((uri) => !remembered.some((known) => known.toString() === uri.toString()));
      const byPath = others.sort((one, other) => one.path.localeCompare(other.path));
      const active = pick.activeItems[0];
      pick.items = [
        {
          label: l10n.t('Any JSON'),
          detail: l10n.t('An object, in whatever form the question asks for.'),
          ...(current?.type === 'json_object' ? { description: l10n.t('Now') } : {}),
          choice: 'free',
        },
        { label: l10n.t('Browse…'), detail: l10n.t('A file with a JSON Schema.'), choice: 'browse' },
        ...group(l10n.t('Used Before'), remembered, current),
        ...group(l10n.t('Schemas of This Workspace'), byPath, current),
      ];
      // A new list starts at its top otherwise.
      const same = pick.items.find(({ choice }) => choice !== undefined && String(choice) === String(active?.choice));
      pick.activeItems = same === undefined ? pick.activeItems : [same];
    };
    pick.title = l10n.t('Answer as JSON');
    pick.placeholder = l10n.t('Choose a JSON Schema that each answer is checked against');
    pick.matchOnDescription = true;
    pick.busy = true;
    show();
    void this.#find(stop.token, (uri) => {
      found.set(uri.toString(), uri);
    })
      // A workspace that cannot be searched leaves what there is.
      .catch(() => undefined)
      .then(() => {
        if (!stop.token.isCancellationRequested) {
          pick.busy = false;
          show();
        }
      });
    return new Promise<Item['choice']>((resolve) => {
      pick.onDidAccept(() => {
        const choice = pick.selectedItems[0]?.choice;
        if (choice !== undefined) {
          resolve(choice);
        }
      });
      pick.onDidHide(() => {
        resolve(undefined);
      });
      pick.show();
    }).finally(() => {
      stop.cancel();
      stop.dispose();
      pick.dispose();
    });
  }

  /** Those with `schema` in their names, and those whose content is one. */
  async #find(token: vscode.CancellationToken, add: (uri: vscode.Uri) => void): Promise<void> {
    const { exclusions } = this.deps;
    const folders = vscode.workspace.workspaceFolders ?? [];
    const lists = await Promise.all(folders.map(({ uri }) => listFiles(uri, mostFiles, exclusions)));
    const files = lists
      .flat()
      .filter((uri) => /\.json$/i.test(uri.path) && !skipped.test(uri.path) && !exclusions.isExcluded(uri));
    const isNamed = (uri: vscode.Uri): boolean => /schema/i.test(uri.path.slice(uri.path.lastIndexOf('/')));
    files.filter(isNamed).forEach(add);
    const others = files.filter((uri) => !isNamed(uri)).slice(0, mostRead);
    let next = 0;
    const work = async (): Promise<void> => {
      for (let uri = others[next++]; uri !== undefined && !token.isCancellationRequested; uri = others[next++]) {
        if (await isSchemaFile(uri)) {
          add(uri);
        }
      }
    };
    await Promise.all(Array.from({ length: readAtOnce }, work));
  }

  #remembered(): readonly vscode.Uri[] {
    const texts = listOf(this.deps.state.get<unknown>(rememberedKey));
    return texts.flatMap((text) => (typeof text === 'string' ? [vscode.Uri.parse(text)] : []));
  }

  /** @param isUsable otherwise it is not offered again, unless it is found */
  async #remember(uri: vscode.Uri, isUsable: boolean): Promise<void> {
    const others = this.#remembered()
      .map(String)
      .filter((known) => known !== uri.toString());
    const kept = isUsable ? [uri.toString(), ...others] : others;
    await this.deps.state.update(rememberedKey, kept.slice(0, mostRemembered));
  }
}

function group(label: string, uris: readonly vscode.Uri[], current: AnswerFormat | undefined): readonly Item[] {
  const source = current?.type === 'json_schema' ? current.source : undefined;
  const items = uris.map((uri): Item => {
    const path = vscode.workspace.asRelativePath(uri);
    const nameAt = path.lastIndexOf('/') + 1;
    const now = path === source ? [vscode.l10n.t('Now')] : [];
    return { label: path.slice(nameAt), description: [path.slice(0, nameAt), ...now].join(' '), choice: uri };
  });
  return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

async function browse(): Promise<vscode.Uri | undefined> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('JSON Schema'),
    filters: { JSON: ['json'] },
    ...(folder === undefined ? {} : { defaultUri: folder.uri }),
  });
  return picked?.[0];
}

async function isSchemaFile(uri: vscode.Uri): Promise<boolean> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    return size <= mostBytes && looksLikeSchema(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
  } catch {
    // Gone meanwhile, or not to be read.
    return false;
  }
}
