import { describeFinding } from '../common/sasl-words.js';
import { lintSaslString, type LintResult } from '../sasl/lint.js';
import { exitStatus } from './exit-status.js';
import { print, type Io } from './io.js';
import type { Options } from './options.js';

/** `--lint`: prints the problems of a SASL string, and a fixed one. @returns the exit status */
export function lintString(options: Options, io: Io): number {
  const result = lintSaslString(options.lint ?? '', { user: options.user });
  if (options.json === true) print(io, JSON.stringify(withMessages(result), undefined, 2));
  else if (options.quiet !== true) explain(result, io);
  else if (result.fixed !== undefined) print(io, result.fixed);
  return result.findings.length === 0 ? exitStatus.ok : exitStatus.findings;
}

function explain({ findings, mechanism, user, fixed, needsUser }: LintResult, io: Io): void {
  if (findings.length === 0) {
    print(io, `OK: ${mechanism ?? ''} ${user === undefined ? 'without a user' : `for ${user}`}`);
  }
  for (const finding of findings) {
    const { layer, at } = finding;
    print(io, `${layer === 'string' ? 'string' : 'decoded message'}, character ${at + 1}: ${describeFinding(finding)}`);
  }
  if (needsUser === true) print(io, 'Add --user to fix it.');
  if (findings.length > 0 && fixed !== undefined) print(io, `Fixed:\n${fixed}`);
}

/** The result for JSON: each finding with its message. */
function withMessages({ findings, ...rest }: LintResult) {
  return { findings: findings.map((finding) => ({ ...finding, message: describeFinding(finding) })), ...rest };
}
