/** What "Check Connection" has found, as a text: each step with its state, and one sentence on what to do where it failed. */
import * as vscode from 'vscode';
import { isUnencrypted, originOf } from '../../core/baseUrl';
import type { Timeouts } from '../../core/connection';
import { environment } from '../../core/contributions';
import type { ProbeStep } from '../../core/connectionProbe';
import { AssistantError } from '../../core/errors';
import { modelFacts } from '../../core/models';
import { chatModelIds } from '../../core/offeredModels';
import { errorNotice } from '../platform/errorNotice';
import { links } from '../platform/links';
import { advice } from './connectionAdvice';

/** Where the token comes from, or why there is none; `unknown` where the address it would be for cannot be used. */
export type CheckedToken = 'stored' | 'windowOnly' | 'environment' | 'unknown' | AssistantError;

export interface ConnectionFindings {
  readonly at: Date;
  /** Of the extension. */
  readonly version: string;
  /** The chat's. */
  readonly model: string;
  /** Normalised, or why it cannot be used. */
  readonly address: string | AssistantError;
  /** The setting or the environment variable that states it; undefined for the default. */
  readonly source: string | undefined;
  readonly timeouts?: Timeouts;
  readonly token: CheckedToken;
  readonly steps: readonly ProbeStep[];
}

/** A line of the report. */
interface Finding {
  /** `note`: no failure, but worth a look. */
  readonly state: 'ok' | 'note' | 'failed';
  readonly name: string;
  readonly text: string;
  readonly advice?: string | undefined;
}

/** @returns the text, in Markdown, and how many steps failed. Secrets are not put in, but what others say is quoted */
export function connectionReport(findings: ConnectionFindings): { readonly text: string; readonly problems: number } {
  const { l10n } = vscode;
  const [models, way] = [true, false].map((isModels) => findings.steps.filter(({ id }) => (id === 'models') === isModels));
  const lines = [
    addressFinding(findings),
    ...(way ?? []).map((step) => stepFinding(step, findings)),
    tokenFinding(findings.token),
    ...(models ?? []).map((step) => stepFinding(step, findings)),
  ];
  const problems = lines.filter(({ state }) => state === 'failed').length;
  const isWhole = findings.steps.some(({ id }) => id === 'models');
  const text = [
    `# ${l10n.t('Check Connection')}`,
    '',
    problems === 0
      ? l10n.t('The connection works.')
      : l10n.t('The connection does not work yet. Begin with the first line that failed.'),
    '',
    ...lines.flatMap(findingLines),
    ...(isWhole ? [] : ['', l10n.t('The steps after the one that failed were not tried.')]),
    '',
    `## ${l10n.t('This machine')}`,
    '',
    ...machineLines(findings),
    '',
    `## ${l10n.t('Pages')}`,
    '',
    `- ${l10n.t('State of the service')}: ${links.status}`,
    `- ${l10n.t('Tokens and balance in the console')}: ${links.console}`,
    '',
    l10n.t('The token and the login of a proxy are not part of this report.'),
    '',
  ].join('\n');
  return { text, problems };
}

/** While the others are still being tried. */
export function stepOutcome(step: ProbeStep): string {
  return `${stepName(step.id)}: ${stateWords(step.error === undefined ? 'ok' : 'failed')}`;
}

function stateWords(state: Finding['state']): string {
  const { l10n } = vscode;
  return { ok: l10n.t('OK'), note: l10n.t('Note'), failed: l10n.t('Failed') }[state];
}

function stepName(id: ProbeStep['id']): string {
  const { l10n } = vscode;
  switch (id) {
    case 'proxy':
      return l10n.t('Proxy');
    case 'name':
      return l10n.t('Name (DNS)');
    case 'connect':
      return l10n.t('Connection (TCP)');
    case 'tunnel':
      return l10n.t('Way through the proxy');
    case 'tls':
      return l10n.t('Encryption (TLS)');
    case 'models':
      return l10n.t('List of models');
  }
}

function findingLines({ state, name, text, advice: what }: Finding): readonly string[] {
  const { l10n } = vscode;
  return [
    `- **${stateWords(state)}** · ${name}: ${text}`,
    ...(what === undefined ? [] : [`  - ${l10n.t('What to do: {0}', what)}`]),
  ];
}

function addressFinding({ address, source }: ConnectionFindings): Finding {
  const { l10n } = vscode;
  const name = l10n.t('Address');
  if (address instanceof AssistantError) {
    return { state: 'failed', name, text: words(address), advice: advice(address, 'address') };
  }
  const text = source === undefined ? l10n.t('{0} (the default)', address) : l10n.t('{0} (from {1})', address, source);
  return isUnencrypted(originOf(address))
    ? { state: 'note', name, text, advice: l10n.t('Anyone on the network can read what is sent there; use an https address.') }
    : { state: 'ok', name, text };
}

function stepFinding(step: ProbeStep, findings: ConnectionFindings): Finding {
  const { l10n } = vscode;
  const name = step.id === 'tls' && step.of === 'proxy' ? l10n.t('Encryption of the proxy (TLS)') : stepName(step.id);
  if (step.id === 'models') {
    return { name, ...modelsFinding(step, findings) };
  }
  if (step.id === 'tls') {
    return { name, ...tlsFinding(step) };
  }
  const { error } = step;
  const facts = error === undefined ? stepFacts(step) : failureText(stepFacts(step), error);
  return error === undefined
    ? { state: 'ok', name, text: facts }
    : { state: 'failed', name, text: facts, advice: advice(error, step.id) };
}

function stepFacts(step: Exclude<ProbeStep, { readonly id: 'models' | 'tls' }>): string {
  const { l10n } = vscode;
  switch (step.id) {
    case 'proxy': {
      if (step.proxy === undefined) return step.error === undefined ? l10n.t('none, the endpoint is reached directly') : '';
      const { address, source, hasLogin } = step.proxy;
      return hasLogin
        ? l10n.t('{0} (from {1}, with a login)', address, source)
        : l10n.t('{0} (from {1}, without a login)', address, source);
    }
    case 'name':
      return step.error === undefined
        ? l10n.t('{0} is {1} ({2} ms)', step.host, step.addresses.join(', '), String(step.ms))
        : step.host;
    case 'connect':
      return l10n.t('{0}, port {1} ({2} ms)', step.host, step.port, String(step.ms));
    case 'tunnel':
      return step.error === undefined ? l10n.t('it leads to the endpoint') : '';
  }
}

function tlsFinding(step: Extract<ProbeStep, { readonly id: 'tls' }>): Omit<Finding, 'name'> {
  const { l10n } = vscode;
  const { certificate: seen, version, ms, error, isChecked } = step;
  const of =
    seen === undefined
      ? []
      : [
          l10n.t(
            'certificate of {0}, issued by {1}, valid until {2}',
            quoted(seen.subject),
            quoted(seen.issuer),
            dateOf(seen.validTo),
          ),
        ];
  const text = [...(version === undefined ? [] : [version]), ...of, `${String(ms)} ms`].join(', ');
  if (error !== undefined) {
    return { state: 'failed', text: failureText(text, error), advice: advice(error, 'tls') };
  }
  return isChecked
    ? { state: 'ok', text }
    : {
        state: 'note',
        text,
        advice: l10n.t('Certificates are not checked. Switch http.proxyStrictSSL on again where you can.'),
      };
}

function modelsFinding(
  { ids, status, ms, hasToken, error }: Extract<ProbeStep, { readonly id: 'models' }>,
  { model }: ConnectionFindings,
): Omit<Finding, 'name'> {
  const { l10n } = vscode;
  const answered = status === undefined ? `${String(ms)} ms` : `HTTP ${String(status)}, ${String(ms)} ms`;
  const asksForToken = error !== undefined && ['noToken', 'invalidToken'].includes(error.kind) && !hasToken;
  if (asksForToken) {
    return { state: 'ok', text: `${answered}, ${l10n.t('the endpoint answers and asks for a token')}` };
  }
  if (error !== undefined) {
    return { state: 'failed', text: failureText(answered, error), advice: advice(error, 'models') };
  }
  const listed = ids ?? [];
  const count = l10n.t('models: {0}, of Claude: {1}', String(listed.length), String(chatModelIds(listed)?.length ?? 0));
  const name = modelFacts(model).name;
  return listed.includes(model)
    ? { state: 'ok', text: `${answered}, ${count}, ${l10n.t("the chat's model, {0}, is among them", name)}` }
    : {
        state: 'note',
        text: `${answered}, ${count}, ${l10n.t("the chat's model, {0}, is not among them", name)}`,
        advice: l10n.t('It may answer all the same. If it does not, choose another with “Ace Claude: Select Model…”.'),
      };
}

function tokenFinding(token: CheckedToken): Finding {
  const { l10n } = vscode;
  const name = l10n.t('API token');
  switch (token) {
    case 'stored':
      return { state: 'ok', name, text: l10n.t('in the secret storage of this machine') };
    case 'windowOnly':
      return {
        state: 'note',
        name,
        text: l10n.t('kept for this window only, since the secret storage of this machine failed'),
        advice: l10n.t('Unlock or set up the keyring of your system, then enter the token again.'),
      };
    case 'environment':
      return { state: 'ok', name, text: l10n.t('from the environment variable {0}', environment.token) };
    case 'unknown':
      return { state: 'note', name, text: l10n.t('not looked for') };
    default:
      return { state: 'failed', name, text: words(token), advice: advice(token, 'token') };
  }
}

function machineLines({ at, version, timeouts }: ConnectionFindings): readonly string[] {
  const { l10n } = vscode;
  const where = vscode.env.remoteName === undefined ? [] : [vscode.env.remoteName];
  return [
    `- Ace Claude ${version}`,
    `- ${[`VS Code ${vscode.version}`, vscode.env.appHost, ...where].join(', ')}`,
    `- Node ${process.versions.node}, ${process.platform} ${process.arch}`,
    ...(timeouts === undefined
      ? []
      : [
          `- ${l10n.t(
            'Time-outs in seconds: {0} to connect, {1} for the first byte, {2} between two reads (0: none)',
            timeouts.connect,
            timeouts.firstByte,
            timeouts.idle,
          )}`,
        ]),
    `- ${at.toISOString()}`,
  ];
}

/** Facts, what it means, and what the other side or the system said. */
function failureText(facts: string, error: AssistantError): string {
  return facts === '' ? words(error) : `${facts} – ${words(error)}`;
}

function words(error: AssistantError): string {
  const { sentence, detail, traceId } = errorNotice(error, false);
  const more = [
    ...(error.code === undefined || error.code === 'html' ? [] : [quoted(error.code)]),
    ...(detail === undefined ? [] : [quoted(detail)]),
    ...(traceId === undefined ? [] : [vscode.l10n.t('Trace ID: {0}', quoted(traceId))]),
  ];
  return more.length === 0 ? sentence : `${sentence} (${more.join(', ')})`;
}

/** Foreign text must not become markup where the report is rendered. */
function quoted(text: string): string {
  return text === '' ? '–' : `\`${text.replaceAll('`', "'")}\``;
}

/** As `2026-11-24`, the same for everybody; what cannot be read as a date stays as it is. */
function dateOf(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? quoted(text) : new Date(time).toISOString().slice(0, 10);
}
