/** Which parameter of a request an endpoint's refusal is about, in whatever words. Needed only where a request failed. */
import type { RefusableParameter } from './requestParameters';

/** Names that are common words: only as the name of a parameter are they meant. */
const commonWords: readonly string[] = ['user', 'stop', 'store', 'model', 'messages', 'tools', 'effort'];

/** What else a refusal may be about; it is then not about a parameter that is named after it. */
const otherFields: readonly string[] = ['model', 'messages', 'tools', 'tool_choice', 'functions'];

/** What upstreams that are asked in another protocol call them. */
const otherNames: Partial<Record<RefusableParameter, readonly string[]>> = {
  max_tokens: ['max_output_tokens'],
  max_completion_tokens: ['max_output_tokens'],
  stop: ['stop_sequences'],
  user: ['user_id'],
  reasoning_effort: ['thinking', 'budget_tokens', 'output_config', 'effort'],
  response_format: ['json_schema', 'output_format'],
  web_search_options: ['(?:tools\\.\\d+\\.)?web_search(?:_\\d+)?'],
  parallel_tool_calls: ['disable_parallel_tool_use'],
};

/**
 * Which of these names an endpoint's refusal is about: the one that it names first, since what follows is mostly what goes with it
 * or what could be sent instead. Undefined where it names none of them, or another part of the request before.
 * @param field what the endpoint says that it is about, where it says so apart from its words
 */
export function parameterIn(
  message: string,
  names: readonly RefusableParameter[],
  field?: string,
): RefusableParameter | undefined {
  const byField = field === undefined ? undefined : firstNamed(`'${field}'`, names);
  return (byField ?? firstNamed(message, names))?.name;
}

function firstNamed(
  message: string,
  names: readonly RefusableParameter[],
): { readonly name: RefusableParameter | undefined } | undefined {
  const fields = [
    ...names.map((name) => [name, [name, ...(otherNames[name] ?? [])]] as const),
    [undefined, otherFields] as const,
  ];
  const found = fields.flatMap(([name, words]) =>
    words.map((word) => ({ name, at: placeOf(message, word) })).filter(({ at }) => at >= 0),
  );
  return found.sort((one, other) => one.at - other.at)[0];
}

/** Where the message names it; -1 where it does not. */
function placeOf(message: string, name: string): number {
  // `topP` and `top p` are `top_p`; `body.top_p` is, too, but a property of something else is not.
  const spelled = name.replaceAll('_', '[_ -]?');
  const within =
    '(?:(?<![\\w.])(?:body|request|params|parameters|payload|input|config|generation_?config|metadata)\\.|\\$\\.|(?<![\\w.]))';
  if (!commonWords.includes(name)) {
    return message.search(new RegExp(`${within}${spelled}(?![\\w])`, 'i'));
  }
  const isAboutRoles = name === 'user' && /\b(roles?|assistant)\b/i.test(message);
  const asName = new RegExp(
    `['"\`](?:body\\.)?${name}(?:['"\`]|[.[]\\w)|${within}${name}(?:\\s*[:[]|\\.\\d)|\\b(?:parameter|field|argument)s?:? ${name}\\b`,
  );
  return isAboutRoles ? -1 : message.search(asName);
}
