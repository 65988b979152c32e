/** Lets the extension that runs in this host talk to a local endpoint: its settings and its token are the environment's. */
import { environment } from '../../src/core/contributions';
import { practiceEnvironment } from './practice';

export class EnvironmentToken {
  readonly #before = Object.values(environment).map((name) => [name, process.env[name]] as const);

  /** @param origin of the endpoint */
  use(origin: string): void {
    Object.assign(process.env, practiceEnvironment(origin));
  }

  remove(): void {
    Reflect.deleteProperty(process.env, environment.token);
  }

  /** Everything as it was. */
  restore(): void {
    for (const [name, value] of this.#before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }
}
