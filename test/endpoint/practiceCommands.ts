/** `practice: …`: what a person can have played by writing it into a message. */
import { documentedError, documentedErrors, midStreamEnding, paymentRequired, type MidStreamShape } from './faults';
import { asciiOnly, heartbeat, htmlAnswer, rechunk, withCrlf, type Scenario } from './scenario';

/**
 * What becomes of `n`: `all` choices come, taking turns, or one after the other (`sequence`); the `first` alone, as of backends that let
 * `n` fall; or more than one is `refused`.
 */
export const choicesWays = ['all', 'sequence', 'first', 'refused'] as const;
export type ChoicesWay = (typeof choicesWays)[number];

/** What a command changes of the answer that would have been given without it. */
export interface Performance {
  readonly text?: string;
  readonly reasoning?: string;
  readonly finishReason?: string;
  /** Factor on the pace. */
  readonly speed?: number;
  readonly isLong?: boolean;
  /** Calls the first offered tool. */
  readonly isToolCall?: boolean;
  /** Sends one JSON object in spite of `stream`. */
  readonly isPlainJson?: boolean;
  /** What becomes of `n`. */
  readonly choices?: ChoicesWay;
  /** Changes the finished scenario. */
  readonly shape?: (scenario: Scenario) => Scenario;
}

interface PracticeCommand {
  readonly about: string;
  readonly perform: (rest: string) => Performance;
}

const thoughts =
  'The question asks for thinking to be shown. A practice partner does not think, so these lines only look like it.\n\n' +
  'First I look at the words, then I count them, and then I answer what I always answer.';

const commands: Readonly<Record<string, PracticeCommand>> = {
  stall: {
    about: 'some text, then silence while the connection stays open',
    perform: () => ({ shape: (s) => breakOff(s, 'stall') }),
  },
  silence: { about: 'not one byte', perform: () => ({ shape: (s) => ({ ...s, steps: ['stall'] }) }) },
  drop: { about: 'some text, then the connection breaks', perform: () => ({ shape: (s) => breakOff(s, 'drop') }) },
  end: { about: 'some text, then a clean end without a finish reason', perform: () => ({ shape: (s) => breakOff(s, 'end') }) },
  error: {
    about: 'an error by code or status, such as `error rate limit` or `error 401`',
    perform: (rest) => ({ shape: () => errorByWords(rest) }),
  },
  upset: {
    about: 'some text, then an error inside the stream; `upset string`, `upset raw`, `upset typed` for its other shapes',
    perform: (rest) => ({ shape: (s) => breakOff(s, shapeByWord(rest)) }),
  },
  html: { about: 'an HTML page with status 502', perform: () => ({ shape: () => htmlAnswer(502) }) },
  portal: { about: 'an HTML page with status 200, as of a captive portal', perform: () => ({ shape: () => htmlAnswer(200) }) },
  slow: { about: 'an answer at 5 tokens a second', perform: () => ({ speed: 5 / 60 }) },
  wait: { about: 'ten seconds of heartbeats before the first word', perform: () => ({ shape: withHeartbeats }) },
  burst: { about: 'an answer all at once', perform: () => ({ speed: Infinity }) },
  bytes: {
    about: 'an answer in chunks of a few bytes that cut through characters',
    perform: () => ({ shape: (s) => rechunk(s, [3, 1, 7]) }),
  },
  crlf: { about: 'line breaks of the stream as CR LF', perform: () => ({ shape: withCrlf }) },
  ascii: { about: 'characters outside ASCII escaped', perform: () => ({ shape: asciiOnly, text: 'Grüße — 你好 — 👋🏽' }) },
  json: { about: 'a plain JSON answer in spite of streaming', perform: () => ({ isPlainJson: true }) },
  reasoning: { about: 'thinking before the answer', perform: () => ({ reasoning: thoughts }) },
  length: { about: 'an answer that ends early for lack of tokens', perform: () => ({ finishReason: 'length' }) },
  filter: { about: 'an answer that the content filter ends', perform: () => ({ finishReason: 'content_filter' }) },
  empty: { about: 'an answer without a word', perform: () => ({ text: '' }) },
  tool: { about: 'a call of the first tool that was offered', perform: () => ({ isToolCall: true }) },
  choices: {
    about: 'several choices: `choices all`, `choices sequence`, `choices first` or `choices refused`',
    perform: (rest) => ({ choices: choicesWays.find((way) => rest.startsWith(way)) ?? 'all' }),
  },
  long: { about: 'about 8,000 tokens', perform: () => ({ isLong: true }) },
};

/** Word and explanation of every command, and `error` once more for each documented code. */
export function helpRows(): readonly (readonly [string, string])[] {
  const rows = Object.entries(commands).map(([word, { about }]) => [word, about] as const);
  const codes = [...new Set(documentedErrors.map(({ code }) => code))];
  return [
    ...rows,
    ...codes.map((code) => [`error ${code}`, documentedErrors.find((row) => row.code === code)?.message ?? ''] as const),
  ];
}

/** The command in a message: `help`, what it does to the answer, or `undefined` where there is none (or an unknown one). */
export function findCommand(message: string): Performance | 'help' | undefined {
  const [, word = '', rest = ''] = /practice:\s*([a-z]+)[ \t]*([\w \t]*)/i.exec(message) ?? [];
  if (word === '') {
    return undefined;
  }
  const name = word.toLowerCase();
  return Object.hasOwn(commands, name) ? commands[name]?.perform(rest.trim().toLowerCase()) : 'help';
}

function errorByWords(words: string): Scenario {
  const letters = words.replace(/[^a-z]/g, '');
  const status = /\d{3}/.exec(words)?.[0];
  if (letters === '' && status === '402') {
    return paymentRequired();
  }
  const plain = (code: string) => code.replaceAll('_', '');
  const found =
    documentedErrors.find((row) => letters === plain(row.code) && (status === undefined || String(row.status) === status)) ??
    documentedErrors.find((row) => letters !== '' && plain(row.code).startsWith(letters)) ??
    documentedErrors.find((row) => String(row.status) === status);
  return found === undefined ? documentedError('api_error') : documentedError(found.code, found.status);
}

function shapeByWord(words: string): MidStreamShape {
  return words.startsWith('string')
    ? 'string'
    : words.startsWith('raw')
      ? 'rawJson'
      : words.startsWith('typed')
        ? 'typed'
        : 'object';
}

/** The first part of an answer, and then not the rest of it. */
function breakOff(scenario: Scenario, how: 'stall' | 'drop' | MidStreamShape): Scenario {
  const begun = scenario.steps.slice(0, Math.floor(Math.min(scenario.steps.length / 2, 120)));
  return { ...scenario, steps: [...begun, ...(how === 'stall' || how === 'drop' ? [how] : midStreamEnding(how))] };
}

function withHeartbeats(scenario: Scenario): Scenario {
  const beats = Array.from({ length: 10 }, () => [{ send: heartbeat }, { wait: 1000 }]).flat();
  return { ...scenario, steps: [...beats, ...scenario.steps] };
}
