/** "Inspect Answer" as a Markdown text: everything that the endpoint said of an answer, its timing, and the request. */
import * as vscode from 'vscode';
import { streamParameters } from '../../core/chatModel';
import type { AnswerAudio } from '../../core/audio/answerAudio';
import type { ChatRequest, TokenLogprob } from '../../core/chatCompletions';
import type { Answer, ResponseFacts } from '../../core/conversation';
import { fenced } from '../../core/fences';
import type { WebSource } from '../../core/webSources';
import { code, count, shortDataUrl } from './previewText';
import { probabilityText, type ProbabilityText } from './probabilityText';

export interface Inspection {
  readonly answer: Answer;
  readonly request: ChatRequest;
  /** The request is what was sent, not one that was made again from the conversation. */
  readonly isExact: boolean;
  /** Of the answer's tokens, where the endpoint sent them: one list for each time that it was gone on with. */
  readonly probabilities?: readonly (readonly TokenLogprob[])[];
}

export function inspectionText({ answer, request, isExact, probabilities }: Inspection): ProbabilityText {
  const { l10n } = vscode;
  const said = [
    `# ${l10n.t('Inspect Answer')}`,
    table(l10n.t('Answer'), answerRows(answer)),
    usageText(answer),
    table(l10n.t('Timing'), timingRows(answer)),
    ...(answer.audio ?? []).map((audio) => table(l10n.t('Sound'), audioRows(audio))),
    ...(answer.facts?.sources === undefined ? [] : [table(l10n.t('Sources'), sourceRows(answer.facts.sources))]),
  ].join('\n\n');
  // A blank line stands between the two.
  const tokens = probabilities === undefined ? undefined : probabilityText(probabilities, said.split('\n').length + 1);
  const asked = [
    `## ${l10n.t('Request')}`,
    isExact
      ? l10n.t('Exactly as it was sent; only images are shortened.')
      : l10n.t('Made again from the conversation: the files, settings or instructions of that time may have been others.'),
    fenced(
      [
        'POST /v1/chat/completions',
        `Authorization: Bearer (${l10n.t('your token, not shown')})`,
        '',
        JSON.stringify({ ...request, ...streamParameters }, shortened, 2),
      ].join('\n'),
      'http',
    ),
    '',
  ].join('\n\n');
  return { text: [said, ...(tokens === undefined ? [] : [tokens.text]), asked].join('\n\n'), pieces: tokens?.pieces ?? [] };
}

function usageText({ usage, facts: { choices, choice } = {} }: Answer): string {
  const { l10n } = vscode;
  const isWithFirst = choices !== undefined && choice !== 0;
  const withFirst = isWithFirst ? [l10n.t('What its request used is said of the first of its {0} answers.', choices)] : [];
  if (usage === undefined) {
    return withFirst[0] ?? l10n.t('The endpoint did not say what the answer used.');
  }
  const isTogether = choices !== undefined && choice === 0;
  const title = isTogether ? l10n.t('Usage of {0} Answers Together', choices) : l10n.t('Usage');
  return [table(title, numberRows(usage)), ...withFirst].join('\n\n');
}

type Row = readonly [name: string, value: string | number | undefined];

function answerRows({ model, effort, status, notice, facts, firstSentId }: Answer): readonly Row[] {
  const { l10n } = vscode;
  return [
    [l10n.t('Id'), facts?.id],
    [l10n.t('Model that was asked'), model],
    [l10n.t('Model that answered'), facts?.model],
    [l10n.t('Reasoning effort'), effort],
    [l10n.t('System fingerprint'), facts?.systemFingerprint],
    [l10n.t('Created'), facts?.created === undefined ? undefined : timeOf(facts.created)],
    [l10n.t('Service tier'), facts?.serviceTier],
    [l10n.t('Status'), status],
    [l10n.t('Finish reason'), facts?.finishReason],
    [l10n.t('Place among the answers of its request'), placeText(facts)],
    [l10n.t('Trace id'), notice?.traceId ?? facts?.traceId],
    [l10n.t('Notice'), notice === undefined ? undefined : [notice.sentence, ...(notice.points ?? [])].join(' ')],
    [l10n.t('What the endpoint said'), notice?.detail],
    [l10n.t('Oldest message that was sent'), firstSentId],
  ];
}

function placeText({ choices, choice = 0 }: Pick<ResponseFacts, 'choices' | 'choice'> = {}): string | undefined {
  return choices === undefined ? undefined : vscode.l10n.t('{0} of {1}', choice + 1, choices);
}

function audioRows({ id, extension, bytes, expiresAt }: AnswerAudio): readonly Row[] {
  const { l10n } = vscode;
  return [
    [l10n.t('Id'), id],
    [l10n.t('Format'), extension],
    [l10n.t('Bytes'), bytes],
    [l10n.t('The endpoint knows it until'), expiresAt === undefined ? undefined : timeOf(expiresAt)],
  ];
}

function sourceRows(sources: readonly WebSource[]): readonly Row[] {
  return sources.map(({ url, title }, index) => [count(index + 1), title === undefined ? url : `${title} · ${url}`]);
}

/** @param seconds Unix time */
function timeOf(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString();
}

function timingRows({ timing, usage, facts }: Answer): readonly Row[] {
  const { l10n } = vscode;
  const seconds = (ms: number | undefined): string | undefined =>
    ms === undefined ? undefined : l10n.t('{0} s', (ms / 1000).toFixed(2));
  const { firstTokenMs, reasoningMs, streamMs } = timing ?? {};
  const speed =
    streamMs === undefined || streamMs === 0 || usage === undefined || facts?.choice === 0
      ? undefined
      : l10n.t('{0} tokens per second', ((usage.completion_tokens / streamMs) * 1000).toFixed(1));
  return [
    [l10n.t('Until the first text'), seconds(firstTokenMs)],
    [l10n.t('Reasoning'), seconds(reasoningMs)],
    [l10n.t('From the first text to the end'), seconds(streamMs)],
    [l10n.t('Speed'), speed],
  ];
}

/** Every field, also one that is not documented, by its path: `prompt_tokens_details.cached_tokens`. */
function numberRows(value: object, path = ''): readonly Row[] {
  return Object.entries(value).flatMap(([name, field]: [string, unknown]): readonly Row[] => {
    if (typeof field === 'object' && field !== null) {
      return numberRows(field, `${path}${name}.`);
    }
    return typeof field === 'number' || typeof field === 'string' ? [[code(path + name), field]] : [];
  });
}

/** What is not known has no row; nothing known at all is said. */
function table(title: string, rows: readonly Row[]): string {
  const known = rows.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`| ${name} | ${typeof value === 'number' ? numberText(value) : code(value)} |`],
  );
  const body = known.length === 0 ? vscode.l10n.t('Nothing is known.') : ['| | |', '| --- | --- |', ...known].join('\n');
  return `## ${title}\n\n${body}`;
}

/** Amounts of money are small: they are not rounded. */
function numberText(value: number): string {
  return Number.isInteger(value) ? count(value) : String(value);
}

function shortened(key: string, value: unknown): unknown {
  return key === 'url' && typeof value === 'string' ? shortDataUrl(value) : value;
}
