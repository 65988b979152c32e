/** "Inspect Answer" as a Markdown text: everything that the endpoint said of an answer, its timing, and the request. */
import * as vscode from 'vscode';
import { streamParameters } from '../../core/chatModel';
import type { ChatRequest } from '../../core/chatCompletions';
import type { Answer } from '../../core/conversation';
import { fenced } from '../../core/fences';
import { code, count, shortDataUrl } from './previewText';

/** @param isExact the request is what was sent, not one that was made again from the conversation */
export function inspectionText(answer: Answer, request: ChatRequest, isExact: boolean): string {
  const { l10n } = vscode;
  return [
    `# ${l10n.t('Inspect Answer')}`,
    table(l10n.t('Answer'), answerRows(answer)),
    answer.usage === undefined
      ? l10n.t('The endpoint did not say what the answer used.')
      : table(l10n.t('Usage'), numberRows(answer.usage)),
    table(l10n.t('Timing'), timingRows(answer)),
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
    [l10n.t('Created'), facts?.created === undefined ? undefined : new Date(facts.created * 1000).toISOString()],
    [l10n.t('Status'), status],
    [l10n.t('Finish reason'), facts?.finishReason],
    [l10n.t('Trace id'), notice?.traceId ?? facts?.traceId],
    [l10n.t('Notice'), notice === undefined ? undefined : [notice.sentence, ...(notice.points ?? [])].join(' ')],
    [l10n.t('What the endpoint said'), notice?.detail],
    [l10n.t('Oldest message that was sent'), firstSentId],
  ];
}

function timingRows({ timing, usage }: Answer): readonly Row[] {
  const { l10n } = vscode;
  const seconds = (ms: number | undefined): string | undefined =>
    ms === undefined ? undefined : l10n.t('{0} s', (ms / 1000).toFixed(2));
  const { firstTokenMs, reasoningMs, streamMs } = timing ?? {};
  const speed =
    streamMs === undefined || streamMs === 0 || usage === undefined
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
    value === undefined || value === '' ? [] : [`| ${name} | ${typeof value === 'number' ? count(value) : code(value)} |`],
  );
  const body = known.length === 0 ? vscode.l10n.t('Nothing is known.') : ['| | |', '| --- | --- |', ...known].join('\n');
  return `## ${title}\n\n${body}`;
}

function shortened(key: string, value: unknown): unknown {
  return key === 'url' && typeof value === 'string' ? shortDataUrl(value) : value;
}
