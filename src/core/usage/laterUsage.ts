/** Puts together what the chunks of one answer say of its usage: some upstreams say it in parts, or end with zeroes. */
import type { Usage } from '../chatCompletions';

/** The later count, and the earlier one where there is no later: a zero takes nothing away. */
export function laterUsage(before: Usage | undefined, now: Usage): Usage {
  if (before === undefined) {
    return now;
  }
  const prompt = now.prompt_tokens || before.prompt_tokens;
  const completion = now.completion_tokens || before.completion_tokens;
  const isWhole = prompt === now.prompt_tokens && completion === now.completion_tokens;
  return {
    ...before,
    ...now,
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: isWhole ? now.total_tokens : prompt + completion,
    ...later('prompt_tokens_details', before, now),
    ...later('completion_tokens_details', before, now),
    ...later('cost', before, now),
  };
}

function later<K extends keyof Usage>(field: K, before: Usage, now: Usage): Partial<Pick<Usage, K>> {
  const value = now[field] ?? before[field];
  return (value === undefined ? {} : { [field]: value }) as Partial<Pick<Usage, K>>;
}
