/** What can go wrong with stored conversations, by kind. The sentences are in `historyWords.ts`. */

/** Why something cannot be written. */
export interface StorageTrouble {
  readonly kind: 'full' | 'readOnly' | 'denied' | 'other';
  /** The system's name for it, such as `ENOSPC`; empty where it has none. */
  readonly code: string;
  /** The file or folder. */
  readonly path: string;
}

/**
 * - `missing`: it is not there (any more)
 * - `newer`: a newer version of this extension made it
 * - `unreadable`: it cannot be read, or nothing in it is a conversation
 */
export type HistoryErrorKind = 'missing' | 'newer' | 'unreadable' | StorageTrouble['kind'];

export class HistoryError extends Error {
  /** By name: export and import are a bundle of their own, with its own copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'HistoryError';
  }

  override readonly name = 'HistoryError';

  /** @param code the system's name for it; empty where it has none */
  constructor(
    readonly kind: HistoryErrorKind,
    readonly path: string,
    readonly code = '',
    cause?: unknown,
  ) {
    super(`${kind}${code === '' ? '' : ` (${code})`}: ${path}`, { cause });
  }
}

export function troubleOf(error: unknown, path: string): StorageTrouble {
  const code = errorCode(error);
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return { kind: 'full', code, path };
    case 'EROFS':
      return { kind: 'readOnly', code, path };
    case 'EACCES':
    case 'EPERM':
      return { kind: 'denied', code, path };
    default:
      return { kind: 'other', code, path };
  }
}

/** For something that the user asked for and that could not be done. */
export function toHistoryError(error: unknown, path: string): HistoryError {
  if (error instanceof HistoryError) {
    return error;
  }
  const { kind, code } = troubleOf(error, path);
  return new HistoryError(code === 'ENOENT' ? 'missing' : kind, path, code, error);
}

export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
