import assert from 'node:assert/strict';

/** What makes an explanation right. */
export interface Judgment {
  readonly right?: string | undefined;
  readonly must: readonly string[];
  readonly mustNot: readonly string[];
}

/** Fails with what was said and what is right. */
export function judge({ right, must, mustNot }: Judgment, said: string): void {
  const faults = [
    ...must.filter((pattern) => !matches(pattern, said)).map((pattern) => `lacks /${pattern}/`),
    ...mustNot.filter((pattern) => matches(pattern, said)).map((pattern) => `says /${pattern}/`),
  ];
  assert.ok(
    faults.length === 0,
    [...faults, `said: ${said}`, ...(right === undefined ? [] : [`right: ${right}`])].join('\n'),
  );
}

/** Fails where a secret is shown. */
export function assertHidden(shown: string, secrets: readonly string[]): void {
  for (const secret of secrets) assert.ok(!shown.includes(secret), 'a secret is shown');
}

const matches = (pattern: string, text: string): boolean => new RegExp(pattern, 'is').test(text);
