import type { LoginCheckResult } from '../mail/login-check/result.js';
import type { RuleInput } from '../providers/rule.js';

/** The maximum length of a text in the input of rules, in characters. The cause is at the beginning of a reply. */
const maximumText = 2048;

/** The maximum length of a list in the input of rules. */
const maximumEntries = 256;

/**
 * The input of rules. A server may send 1 MB, and the time of a diagnosis must not depend on it, so every text and
 * every list is truncated here, once for all rules.
 */
export function ruleInput({ transcript: _, checks: __, ...findings }: LoginCheckResult): RuleInput {
  return limited(findings);
}

/** Truncates every text and every list in a value. */
export function limited<T>(value: T): T {
  return cut(value) as T;
}

function cut(value: unknown): unknown {
  if (typeof value === 'string') return value.length > maximumText ? `${value.slice(0, maximumText)}…` : value;
  if (Array.isArray(value)) return value.slice(0, maximumEntries).map(cut);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, cut(field)]));
}
