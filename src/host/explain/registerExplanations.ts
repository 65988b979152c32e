/** Explanations below the code, loaded with the first of them, and their commands. */
import type { App } from '../app';
import type { Chat } from '../chat/registerChat';
import { askAboutExplanation } from '../commands/askAboutExplanation';
import { closeExplanation } from '../commands/closeExplanation';
import { continueExplanation } from '../commands/continueExplanation';
import { explainSelection } from '../commands/explainSelection';
import { retryExplanation } from '../commands/retryExplanation';
import { stopExplanation } from '../commands/stopExplanation';
import { lazily } from '../platform/lazily';

export function registerExplanations(app: App, { controller, store, reveal }: Chat): void {
  const { log, exclusions } = app;
  const explanations = lazily(app.context.subscriptions, async () => {
    const { Explanations } = await import('./explanations');
    return new Explanations({ model: app.modelFor('explain'), log, store, exclusions, reveal, chat: controller });
  });
  app.addCommands(
    explainSelection(explanations),
    askAboutExplanation(explanations),
    stopExplanation(explanations),
    retryExplanation(explanations),
    continueExplanation(explanations),
    closeExplanation(explanations),
  );
}
