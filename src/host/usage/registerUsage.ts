/** The view of what was used, loaded with its first use, and its commands. The counting is `usageCounter.ts`. */
import type { App } from '../app';
import { exportUsage } from '../commands/exportUsage';
import { showUsage } from '../commands/showUsage';
import { lazily } from '../platform/lazily';

export function registerUsage(app: App): void {
  const { context, counter } = app;
  const usage = lazily(context.subscriptions, async () => {
    const { UsageView } = await import('./usageView');
    return new UsageView({ ledger: counter.ledger, extensionUri: context.extensionUri });
  });
  app.addCommands(showUsage(usage), exportUsage(usage));
}
