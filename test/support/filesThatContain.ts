/** Searches everything below a folder for a text: how the tests show that a token was written nowhere. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** @returns the files below `folder`, relative to it, whose bytes or whose name hold `text` */
export function filesThatContain(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => file.includes(text) || readFileSync(file).includes(text))
    .map((file) => path.relative(folder, file));
}
