import { mailScope } from './clients.js';
import type { Scenario } from './scenario.js';

/** The scopes of a consent, separated by spaces. */
export interface ConsentedScopes {
  readonly granted: string;
  readonly withheld: string;
}

/**
 * Decides which of the requested scopes a sign-in grants: some accounts get the mail scope only at the second sign-in.
 */
export class GrantedScopes {
  readonly #before = new Set<string>();

  /** @param requested separated by spaces */
  next(scenario: Scenario | undefined, requested: string): ConsentedScopes {
    const scopes = requested.split(' ').filter(Boolean);
    if (scenario?.mailScope !== 'withheld-once' || this.#before.has(scenario.name)) {
      return { granted: scopes.join(' '), withheld: '' };
    }
    this.#before.add(scenario.name);
    return {
      granted: scopes.filter((scope) => scope !== mailScope).join(' '),
      withheld: scopes.filter((scope) => scope === mailScope).join(' '),
    };
  }
}
