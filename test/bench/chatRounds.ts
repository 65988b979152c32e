/**
 * Measures the packaged extension and the floor in one and the same VS Code, in turns: each turn is a reloaded window with a new
 * extension host, a first question, some short ones and three long answers. Figures are medians over the turns.
 */
import path from 'node:path';
import { startEndpoint, type Endpoint } from '../endpoint/endpoint';
import { answer, rechunk, streamHeaders, type Scenario } from '../endpoint/scenario';
import { createRunFolder, projectRoot, removeFolder } from '../hosts/folders';
import { runQuietly } from '../hosts/processes';
import { installExtension } from '../hosts/server';
import { practiceEnvironment, practiceToken } from '../support/practice';
import { startWorkbench, type Workbench } from '../support/workbench';
import { answerText, cutIntoTokens } from './answerText';
import { ChatDriver, type AnswerCost, type Subject } from './chatDriver';
import { watchOpening } from './pageProbe';
import { median, type Row, type Section, type Unit } from './table';

const host = 'latest';
const rounds = 3;
const shortQuestions = 5;

const subjects: readonly Subject[] = [
  {
    key: 'ours',
    extensionId: 'ace-claude.ace-claude',
    openChat: 'Ace Claude: Open Chat',
    newChat: 'Ace Claude: New Chat',
  },
  { key: 'floor', extensionId: 'ace-floor.ace-floor', openChat: 'Ace Floor: Open Chat', newChat: 'Ace Floor: New Chat' },
];

/** Bytes that a fast network delivers at once. */
const segment = 16_384;
/** Milliseconds between two packets of an answer that has a pace. */
const packetInterval = 5;

const longAnswers = {
  burst: { title: '8,000 tokens (32 kB) in a burst', ...burst(32_000, 8000) },
  longBurst: { title: '32,000 tokens (118 kB) in a burst', ...burst(118_000, 32_000) },
  paced: { title: '8,000 tokens at 2,000 tokens/s', scenario: paced(32_000, 8000, 2000) },
} as const;
type LongAnswer = keyof typeof longAnswers;
const longAnswerKeys = Object.keys(longAnswers) as LongAnswer[];

const firstAnswer = paced(3000, 750, 2000);
const shortAnswer = paced(1500, 60, 200);

function burst(characters: number, tokens: number): { readonly scenario: Scenario } {
  const text = answerText(characters);
  return { scenario: rechunk(answer(text, { pieces: cutIntoTokens(text, tokens) }), [segment]) };
}

/** Each token is an event of its own; those of a packet arrive together, as they do where a network is between. */
function paced(characters: number, tokens: number, tokensPerSecond: number): Scenario {
  const text = answerText(characters);
  const tokensPerPacket = Math.ceil((tokensPerSecond * packetInterval) / 1000);
  const events = answer(text, { pieces: cutIntoTokens(text, tokens) }).steps.map((step) =>
    typeof step === 'object' && 'send' in step ? String(step.send) : '',
  );
  const steps = Array.from({ length: Math.ceil(events.length / tokensPerPacket) }, (_, index) => [
    { wait: packetInterval },
    { send: events.slice(index * tokensPerPacket, (index + 1) * tokensPerPacket).join('') },
  ]).flat();
  return { headers: streamHeaders, steps: steps.slice(1) };
}

/** One window of one subject. */
interface Turn {
  readonly opening: number;
  readonly first: AnswerCost;
  readonly short: readonly AnswerCost[];
  readonly long: Readonly<Record<LongAnswer, AnswerCost>>;
  /** Of the extension host, in MiB: without a chat, after the first answer, and after all. */
  readonly memory: readonly (number | undefined)[];
}

type Turns = Readonly<Record<Subject['key'], Turn[]>>;

/** @param vsix the packaged extension */
export async function measureChat(vsix: string): Promise<readonly Section[]> {
  const endpoint = await startEndpoint({ token: practiceToken });
  const folder = createRunFolder('bench-floor');
  let workbench: Workbench | undefined;
  try {
    const floor = await packageFloor(folder);
    workbench = await startWorkbench({ host, vsix, env: practiceEnvironment(endpoint.origin) });
    await installExtension(host, workbench.dataFolder, floor);
    await workbench.page.context().addInitScript(watchOpening);
    const turns: Turns = { ours: [], floor: [] };
    for (let round = 0; round < rounds; round += 1) {
      console.log(`  round ${String(round + 1)} of ${String(rounds)}…`);
      // Neither is always the first one.
      for (const subject of round % 2 === 0 ? subjects : subjects.toReversed()) {
        turns[subject.key].push(await takeTurn(workbench, endpoint, subject));
      }
    }
    return sectionsOf(turns);
  } catch (error) {
    await workbench?.saveEvidence('bench');
    throw error;
  } finally {
    await workbench?.dispose();
    await endpoint.close();
    removeFolder(folder);
  }
}

/** @returns the path of its VSIX */
async function packageFloor(folder: string): Promise<string> {
  const file = path.join(folder, 'floor.vsix');
  const vsce = path.join(projectRoot, 'node_modules', '@vscode', 'vsce', 'vsce');
  const flags = ['--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', file];
  await runQuietly(process.execPath, [vsce, 'package', ...flags], {
    cwd: path.join(projectRoot, 'test', 'bench', 'floor'),
    log: path.join(folder, 'package.log'),
  });
  return file;
}

async function takeTurn(workbench: Workbench, endpoint: Endpoint, subject: Subject): Promise<Turn> {
  // A reloaded window shows again what it showed: that must not be a chat.
  await workbench.runCommand('Explorer: Focus on Folders View');
  await workbench.reload();
  const driver = new ChatDriver(workbench, endpoint, subject);
  await driver.prepare();
  const memoryBefore = driver.memory();
  const opening = await driver.open();
  const first = await driver.ask('The first question', firstAnswer);
  const memoryAfterFirst = driver.memory();
  const short: AnswerCost[] = [];
  for (let index = 0; index < shortQuestions; index += 1) {
    short.push(await driver.ask(`Short question ${String(index)}`, shortAnswer));
  }
  const long: Partial<Record<LongAnswer, AnswerCost>> = {};
  for (const key of longAnswerKeys) {
    await driver.newChat();
    long[key] = await driver.ask('A long question', longAnswers[key].scenario);
  }
  return {
    opening,
    first,
    short,
    long: long as Record<LongAnswer, AnswerCost>,
    memory: [memoryBefore, memoryAfterFirst, driver.memory()],
  };
}

function sectionsOf(turns: Turns): readonly Section[] {
  const row = (measure: string, unit: Unit, values: (turn: Turn) => readonly (number | undefined)[]): readonly Row[] => {
    const [ours, floor] = [turns.ours, turns.floor].map((all) => all.flatMap(values).filter((value) => value !== undefined));
    if (ours === undefined || floor === undefined || ours.length === 0 || floor.length === 0) return [];
    return [{ measure, unit, ours: median(ours), floor: median(floor) }];
  };
  const answerRows = (cost: (turn: Turn) => AnswerCost): readonly Row[] => [
    ...row('the server’s own stream', 'ms', (turn) => [cost(turn).serverStream]),
    ...row('first byte → first text in the page', 'ms', (turn) => [cost(turn).firstByteToText]),
    ...row('first byte → complete in the page', 'ms', (turn) => [cost(turn).firstByteToComplete]),
    ...row('last byte → complete in the page', 'ms', (turn) => [cost(turn).lastByteToComplete]),
    ...row('page busy', 'ms', (turn) => [cost(turn).pageBusy]),
    ...row('of it layout', 'ms', (turn) => [cost(turn).layout]),
    ...row('longest task of the page', 'ms', (turn) => [cost(turn).longestTask]),
    ...row('total blocking time of the page', 'ms', (turn) => [cost(turn).blockingTime]),
    ...row('extension host CPU', 'ms', (turn) => [cost(turn).hostCpu]),
  ];
  const growth = (name: string, part: (cost: AnswerCost) => number | undefined): readonly Row[] =>
    row(`32,000 tokens cost so many times 8,000: ${name}`, 'times', ({ long }) => {
      const [big, small] = [part(long.longBurst), part(long.burst)];
      return [big === undefined || small === undefined || small === 0 ? undefined : big / small];
    });
  return [
    {
      title: 'Opening and asking',
      rows: [
        ...row('open chat → cursor in its input', 'ms', ({ opening }) => [opening]),
        ...row('Enter → request, first question of a window', 'ms', ({ first }) => [first.enterToRequest]),
        ...row('Enter → request, warm', 'ms', ({ short }) => short.map((cost) => cost.enterToRequest)),
        ...row('first byte → first text (200 tokens/s)', 'ms', ({ short }) => short.map((cost) => cost.firstByteToText)),
        ...row('last byte → complete (200 tokens/s)', 'ms', ({ short }) => short.map((cost) => cost.lastByteToComplete)),
        ...row('page busy, first answer with code (3 kB)', 'ms', ({ first }) => [first.pageBusy]),
        ...row('longest task, first answer with code (3 kB)', 'ms', ({ first }) => [first.longestTask]),
      ],
    },
    ...longAnswerKeys.map((key) => ({ title: longAnswers[key].title, rows: answerRows(({ long }) => long[key]) })),
    {
      title: 'Growth',
      rows: [
        ...growth('first byte → complete', (cost) => cost.firstByteToComplete),
        ...growth('page busy', (cost) => cost.pageBusy),
        ...growth('extension host CPU', (cost) => cost.hostCpu),
      ],
    },
    {
      title: 'Extension host memory',
      rows: [
        ...row('window without a chat', 'MiB', ({ memory }) => [memory[0]]),
        ...row('after the first answer', 'MiB', ({ memory }) => [memory[1]]),
        ...row('after all answers', 'MiB', ({ memory }) => [memory[2]]),
      ],
    },
  ];
}
