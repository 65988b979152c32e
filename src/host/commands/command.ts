/** What a command is, and the one place that registers them and words their failures. */
import * as vscode from 'vscode';
import { commandId, type CommandName } from '../../core/contributions';
import { isCancellation } from '../../core/errors';
import type { Logger } from '../../core/logger';
import { failureWords } from '../platform/failureWords';

export interface Command {
  readonly name: CommandName;
  /** @param args what the menu hands over: nothing is known of them */
  run(...args: readonly unknown[]): Promise<void> | void;
}

/** The caller disposes what this returns. */
export function registerCommands(commands: readonly Command[], log: Logger): vscode.Disposable {
  return vscode.Disposable.from(
    ...commands.map((command) =>
      vscode.commands.registerCommand(commandId(command.name), async (...args: readonly unknown[]) => {
        try {
          await command.run(...args);
        } catch (error) {
          if (!isCancellation(error)) {
            log.error(`${command.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
            void vscode.window.showErrorMessage(failureWords(error));
          }
        }
      }),
    ),
  );
}
