/** What an answer took, in one line to look at and one sentence to listen to. */
import type { Usage } from '../../core/chatCompletions';
import type { Answer } from '../../core/conversation';
import type { UiStrings } from '../../core/uiStrings';
import { element, format } from './dom';
import type { NumberFormats } from './numberFormats';

/** Below these, a rate would say more about chance than about speed. */
const leastForRate = { tokens: 8, milliseconds: 250 };

interface Deps {
  readonly strings: UiStrings;
  readonly numbers: NumberFormats;
}

interface Item {
  readonly shown: string;
  readonly words: string;
}

/** Undefined where the endpoint said nothing of it. */
export function usageLine(answer: Answer, deps: Deps): HTMLElement | undefined {
  const { facts } = answer;
  const items = usageItems(answer, deps);
  if (items.length === 0) {
    return undefined;
  }
  // The model is in the words, and so in the tooltip, alone: the line is under every answer, and has to be short.
  const model = format(deps.strings.usageModelWords, facts?.model ?? answer.model);
  const words = deps.numbers.list([...items.map((item) => item.words), model]);
  const title = [words, ...(answer.usage === undefined ? [] : detailLines(answer.usage, deps.numbers))].join('\n');
  const shown = element('span', { 'aria-hidden': 'true', title });
  for (const [index, item] of items.entries()) {
    shown.append(...(index === 0 ? [] : [' · ']), element('span', { class: 'usage-item' }, item.shown));
  }
  return element('p', { class: 'usage' }, shown, element('span', { class: 'visually-hidden' }, words));
}

/** What the line has no room for, by the endpoint's own names. */
function detailLines({ prompt_tokens_details: prompt, completion_tokens_details: completion }: Usage, numbers: NumberFormats) {
  const groups = { prompt_tokens_details: prompt ?? {}, completion_tokens_details: completion ?? {} };
  return Object.entries(groups).flatMap(([group, details]) =>
    Object.entries(details)
      .filter(([, count]) => count > 0)
      .map(([name, count]) => `${group}.${name}: ${numbers.count(count)}`),
  );
}

function usageItems({ usage, facts = {}, timing = {} }: Answer, { strings, numbers }: Deps): readonly Item[] {
  const item = (shown: string, words: string, value: string): Item => ({
    shown: format(shown, value),
    words: format(words, value),
  });
  const { choices, choice } = facts;
  const isShared = usage !== undefined && choice === 0;
  const items: Item[] = [];
  if (usage !== undefined) {
    // Of some answers only the price is said.
    if (usage.prompt_tokens + usage.completion_tokens > 0) {
      items.push(
        item(strings.usageIn, strings.usageInWords, numbers.count(usage.prompt_tokens)),
        item(strings.usageOut, strings.usageOutWords, numbers.count(usage.completion_tokens)),
      );
    }
    const cached = usage.prompt_tokens_details?.cached_tokens ?? 0;
    if (cached > 0) {
      items.push(item(strings.usageCached, strings.usageCachedWords, numbers.count(cached)));
    }
    if (usage.cost !== undefined && usage.cost !== null) {
      items.push(item('{0}', strings.usageCostWords, numbers.cost(usage.cost.amount, usage.cost.currency)));
    }
  }
  if (choices !== undefined && isShared) {
    items.push(item(strings.usageTogether, strings.usageTogetherWords, numbers.count(choices)));
  } else if (choices !== undefined && choice !== 0) {
    items.push(item(strings.usageWithFirst, strings.usageWithFirstWords, numbers.count(choices)));
  }
  const { firstTokenMs, streamMs = 0 } = timing;
  if (firstTokenMs !== undefined && items.length > 0) {
    items.push(item(strings.usageFirstToken, strings.usageFirstTokenWords, numbers.seconds(firstTokenMs)));
  }
  // What several answers took together says nothing of the speed of one.
  const tokens = usage === undefined || isShared ? 0 : usage.completion_tokens;
  if (tokens >= leastForRate.tokens && streamMs >= leastForRate.milliseconds) {
    items.push(item(strings.usageSpeed, strings.usageSpeedWords, numbers.rate(tokens / (streamMs / 1000))));
  }
  return items;
}
