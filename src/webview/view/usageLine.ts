/** What an answer took, in one line to look at and one sentence to listen to. */
import type { Answer } from '../../core/conversation';
import type { UiStrings } from '../../core/protocol';
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
  const items = usageItems(answer, deps);
  if (items.length === 0) {
    return undefined;
  }
  const words = deps.numbers.list(items.map((item) => item.words));
  const shown = element('span', { 'aria-hidden': 'true', title: words });
  // The model is in the tooltip: the line is under every answer, and has to be short.
  for (const [index, item] of items.filter(({ shown: text }) => text !== '').entries()) {
    shown.append(...(index === 0 ? [] : [' · ']), element('span', { class: 'usage-item' }, item.shown));
  }
  return element('p', { class: 'usage' }, shown, element('span', { class: 'visually-hidden' }, words));
}

function usageItems({ usage, timing = {}, facts, model }: Answer, { strings, numbers }: Deps): readonly Item[] {
  if (usage === undefined) {
    return [];
  }
  const item = (shown: string, words: string, value: string): Item => ({
    shown: format(shown, value),
    words: format(words, value),
  });
  const items = [
    item(strings.usageIn, strings.usageInWords, numbers.count(usage.prompt_tokens)),
    item(strings.usageOut, strings.usageOutWords, numbers.count(usage.completion_tokens)),
  ];
  const cached = usage.prompt_tokens_details?.cached_tokens ?? 0;
  if (cached > 0) {
    items.push(item(strings.usageCached, strings.usageCachedWords, numbers.count(cached)));
  }
  if (usage.cost !== undefined && usage.cost !== null) {
    items.push(item('{0}', strings.usageCostWords, numbers.cost(usage.cost.amount, usage.cost.currency)));
  }
  const { firstTokenMs, streamMs = 0 } = timing;
  if (firstTokenMs !== undefined) {
    items.push(item(strings.usageFirstToken, strings.usageFirstTokenWords, numbers.seconds(firstTokenMs)));
  }
  if (usage.completion_tokens >= leastForRate.tokens && streamMs >= leastForRate.milliseconds) {
    const rate = usage.completion_tokens / (streamMs / 1000);
    items.push(item(strings.usageSpeed, strings.usageSpeedWords, numbers.rate(rate)));
  }
  items.push({ shown: '', words: format(strings.usageModelWords, facts?.model ?? model) });
  return items;
}
