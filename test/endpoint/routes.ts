/** What the endpoint answers where no scenario is queued: addresses, token, refusals. The answers proper are the practice partner's. */
import type { RecordedRequest } from './endpoint';
import { documentedError } from './faults';
import type { ChoicesWay } from './practiceCommands';
import { practise } from './practicePartner';
import { checkRequest, furtherModels, isOfferedModel } from './requestCheck';
import { documentedModels } from './requestSchema';
import { errorAnswer, plainJson, type Scenario } from './scenario';

/** Which token is accepted (any that is not empty, where none is set), the pace of answers, and what becomes of `n`. */
export interface RouteOptions {
  readonly token?: string;
  readonly tokensPerSecond?: number;
  readonly choices?: ChoicesWay;
}

const chatPaths = ['/v1/chat/completions', '/openai/chat/completions'];
const modelPaths = ['/v1/models', '/openai/models'];

/** Ids that the real list holds beside the chat models of this endpoint: a reader has to filter. */
const foreignModels = ['claude-opus-5-5', 'claude-sonnet-5-5', 'gpt-4o-mini', 'gpt-image-1', 'text-embedding-3-small'];

/** The refusal of a chat request whose body the specification does not allow. */
export function refuseBody(request: RecordedRequest): Scenario | undefined {
  const checked = isChat(request) ? checkRequest(request.json) : undefined;
  return typeof checked === 'string' ? errorAnswer(400, 'bad_request', checked) : undefined;
}

export function route(request: RecordedRequest, options: RouteOptions): Scenario {
  const isList = request.method === 'GET' && modelPaths.includes(pathOf(request));
  if (!isList && !isChat(request)) {
    return documentedError('no_api');
  }
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) {
    return documentedError('no_token');
  }
  if (options.token !== undefined && token !== options.token) {
    return documentedError('invalid_token');
  }
  if (isList) {
    const ids = [...documentedModels, ...furtherModels, ...foreignModels];
    const data = ids.map((id) => ({ id, object: 'model', created: 0, owned_by: 'acedata' }));
    return plainJson(200, { object: 'list', data });
  }
  const checked = checkRequest(request.json);
  if (typeof checked === 'string') {
    return errorAnswer(400, 'bad_request', checked);
  }
  if (!isOfferedModel(checked.model)) {
    return errorAnswer(404, 'no_api', `The model '${checked.model}' does not exist here.`);
  }
  return practise(checked, options.tokensPerSecond ?? 60, options.choices);
}

function isChat(request: RecordedRequest): boolean {
  return request.method === 'POST' && chatPaths.includes(pathOf(request));
}

function pathOf(request: RecordedRequest): string {
  return request.path.replace(/\?.*$/, '');
}
