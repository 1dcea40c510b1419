import assert from 'node:assert/strict';
import * as v from 'valibot';
import { runCommandLine } from './command-line.js';
import { judge } from './judge.js';
import { caseFields, incomplete, readKinds } from './kind-files.js';

const kinds = readKinds('lint', {
  ...caseFields,
  /** What somebody pastes. */
  text: v.string(),
  user: v.optional(v.string()),
  /** The decoded message that the linter suggests; `null` where it must not suggest one. */
  fixed: v.optional(v.nullable(v.string())),
});

describe('cases of pasted SASL strings', () => {
  it('have at least two similar cases each', () => assert.deepEqual(incomplete(kinds), []));

  for (const { kind, cases } of kinds) {
    describe(kind, () => {
      for (const one of cases) {
        it(one.name, async () => {
          const user = one.user === undefined ? [] : ['--user', one.user];
          const { stdout, stderr } = await runCommandLine(['--lint', '-', ...user], one.text);
          judge(one, `${stdout}${stderr}`.trim());
          const fixed = /^Fixed:\n(\S+)/m.exec(stdout)?.[1];
          const message = fixed === undefined ? null : Buffer.from(fixed, 'base64').toString('latin1');
          if (one.fixed !== undefined) assert.equal(message, one.fixed);
        });
      }
    });
  }
});
