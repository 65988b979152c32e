/** What makes the extension talk to a local endpoint without a question: its environment. */
import { environment } from '../../src/core/contributions';

export const practiceToken = 'practice-token-not-real';

export function practiceEnvironment(origin: string): Readonly<Record<string, string>> {
  return { [environment.token]: practiceToken, [environment.baseUrl]: origin };
}
