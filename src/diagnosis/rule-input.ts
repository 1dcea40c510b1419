import type { LoginCheckResult } from '../mail/login-check/result.js';
import type { RuleInput } from '../providers/rule.js';

/** The most that a rule sees of one text, in characters. What tells a cause stands at the beginning of a reply. */
const maximumText = 2048;

/** The most entries of one list that a rule sees. */
const maximumEntries = 256;

/**
 * What rules see of a result. A server may send 1 MB, and the time of a diagnosis must not depend on it; so
 * every text and every list is cut here, once for all rules.
 */
export function ruleInput({ transcript: _, checks: __, ...findings }: LoginCheckResult): RuleInput {
  return limited(findings);
}

/** The value with every text in it cut to what a rule may see, and every list. */
export function limited<T>(value: T): T {
  return cut(value) as T;
}

function cut(value: unknown): unknown {
  if (typeof value === 'string') return value.length > maximumText ? `${value.slice(0, maximumText)}…` : value;
  if (Array.isArray(value)) return value.slice(0, maximumEntries).map(cut);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, cut(field)]));
}
