import { diagnosisRules } from '../../src/diagnosis/diagnosis.js';
import { errorRules, type ErrorRule } from '../../src/diagnosis/error-rules.js';
import type { DiagnosisRule } from '../../src/diagnosis/rule.js';

/** One change to a table of rules, and how to take it back. */
export interface Mutant {
  /** The table that the rule is in. */
  readonly table: 'mail' | 'answers';
  /** The rule's code or name. */
  readonly rule: string;
  readonly name: string;
  readonly apply: () => () => void;
}

/** Rules as they are at run time: the types forbid what a mutation does. */
type Writable = Record<string, unknown>;

/**
 * Every rule and phrase deleted or widened, one at a time: the rule removed; a phrase removed; one branch of a pattern
 * removed; a pattern that matches anything; one pattern of several dropped; a look-around or an anchor dropped; a
 * condition or a phase dropped.
 */
export function* mutants(): Generator<Mutant> {
  for (const rule of diagnosisRules) {
    for (const change of mailMutants(rule)) yield { table: 'mail', rule: rule.code, ...change };
  }
  for (const rule of errorRules) {
    for (const change of answerMutants(rule)) yield { table: 'answers', rule: rule.name, ...change };
  }
}

type Change = Omit<Mutant, 'table' | 'rule'>;

function* mailMutants(rule: DiagnosisRule): Generator<Change> {
  const { code, phrases = [] } = rule;
  const target = rule as unknown as Writable;
  yield { name: `${code}: rule deleted`, apply: () => swap(target, 'when', () => false) };
  if (rule.when !== undefined) {
    yield { name: `${code}: condition dropped`, apply: () => swap(target, 'when', () => true) };
  }
  if (rule.phase !== undefined) {
    yield { name: `${code}: phase dropped`, apply: () => swap(target, 'phase', undefined) };
  }
  for (const phrase of phrases) {
    const label = `${code}: ${String([phrase.says].flat()[0])}`;
    const others = phrases.filter((one) => one !== phrase);
    yield { name: `${label} deleted`, apply: () => swap(target, 'phrases', others) };
    yield* patternMutants(label, phrase as unknown as Writable, 'says');
  }
}

function* answerMutants(rule: ErrorRule): Generator<Change> {
  const target = rule as unknown as Writable;
  const never = /(?!)/;
  yield {
    name: `${rule.name}: rule deleted`,
    apply: () => swap(target, rule.error === undefined ? 'description' : 'error', never),
  };
  if (rule.error !== undefined) yield* patternMutants(`${rule.name} error`, target, 'error');
  if (rule.description !== undefined) yield* patternMutants(`${rule.name} description`, target, 'description');
}

function* patternMutants(label: string, target: Writable, key: string): Generator<Change> {
  const patterns = [target[key] as RegExp | readonly RegExp[]].flat();
  const list = Array.isArray(target[key]);
  for (const [index, pattern] of patterns.entries()) {
    const replaced = (source: string) => {
      const changed = new RegExp(source, pattern.flags);
      return () => swap(target, key, list ? patterns.with(index, changed) : changed);
    };
    const at = list ? `${label} [${index}]` : label;
    yield { name: `${at} widened to anything`, apply: replaced('') };
    for (const [name, source] of sourceMutants(pattern.source)) {
      yield { name: `${at} ${name}`, apply: replaced(source) };
    }
  }
}

function* sourceMutants(source: string): Generator<readonly [name: string, source: string]> {
  const branches = topLevelBranches(source);
  if (branches.length > 1) {
    for (const branch of branches) {
      yield [`without branch ${branch}`, branches.filter((one) => one !== branch).join('|')];
    }
  }
  for (const [around] of source.matchAll(/\(\?<?[!=](?:[^()]|\([^()]*\))*\)/g)) {
    yield [`without ${around}`, source.replace(around, '')];
  }
  if (source.startsWith('^')) yield ['without ^', source.slice(1)];
  if (source.endsWith('$') && !source.endsWith('\\$')) yield ['without $', source.slice(0, -1)];
}

/** The branches of a pattern outside its groups and character classes. */
function topLevelBranches(source: string): string[] {
  const branches = [''];
  let depth = 0;
  let inClass = false;
  for (const token of source.match(/\\.|[^]/g) ?? []) {
    if (token === '[') inClass = true;
    if (token === ']') inClass = false;
    if (!inClass && token === '(') depth++;
    if (!inClass && token === ')') depth--;
    if (token === '|' && depth === 0 && !inClass) branches.push('');
    else branches.push(`${branches.pop() ?? ''}${token}`);
  }
  return branches;
}

function swap(target: Writable, key: string, value: unknown): () => void {
  const had = Object.hasOwn(target, key);
  const before = target[key];
  target[key] = value;
  return () => {
    if (had) target[key] = before;
    else Reflect.deleteProperty(target, key);
  };
}
