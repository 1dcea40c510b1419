import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describeError } from '../../../src/diagnosis/describe-error.js';
import { diagnose, diagnosisRules } from '../../../src/diagnosis/diagnosis.js';
import { samplesOf } from '../../../src/diagnosis/rule.js';
import { ruleFor } from '../../../src/diagnosis/error-rules.js';
import { serverError } from '../../../src/oauth/errors.js';
import { noSecrets, safeText } from '../../../src/transport/safe-text.js';
import { sampleReport } from '../../support/sample-report.js';

/** What a rule may see of one text, with the ellipsis. */
const limit = 2049;
const megabyte = 1024 * 1024;

/** The longest text that any regular expression is applied to while `work` runs. */
function longestMatched(work: () => void): number {
  const exec = Reflect.get(RegExp.prototype, 'exec');
  let longest = 0;
  RegExp.prototype.exec = function (this: RegExp, text: string) {
    longest = Math.max(longest, text.length);
    return exec.call(this, text);
  };
  try {
    work();
  } finally {
    RegExp.prototype.exec = exec;
  }
  return longest;
}

describe('the rules, with a reply of 1 MB', () => {
  const long = 'x'.repeat(megabyte);
  const capability = safeText(long, { ...noSecrets, limit: megabyte });

  for (const rule of diagnosisRules) {
    const { code } = rule;
    it(`pass at most 2,048 characters of any text to ${code}`, () => {
      const [sample = {}] = samplesOf(rule);
      const { line, message, challenge } = sample;
      const report = sampleReport({
        ...sample,
        ...(line === undefined ? {} : { line: `${line} ${long}` }),
        ...(message === undefined ? {} : { message: `${message} ${long}` }),
        ...(challenge === undefined ? {} : { challenge: JSON.stringify({ scope: long }) }),
      });
      const longest = longestMatched(() => {
        const { cause, advice, lines } = diagnose({ ...report, capabilities: [capability] })[0];
        for (const text of [cause, advice, ...lines]) assert.ok(text.length < 3 * limit, `${text.length} characters`);
      });
      assert.ok(longest <= limit, `${longest} characters were matched`);
    });
  }

  it('limit the text of error responses too', () => {
    const error = serverError('invalid_request', undefined, noSecrets.redact);
    const longest = longestMatched(() => ruleFor({ error: 'strange', description: long }));
    assert.ok(longest > 0 && longest <= limit, `${longest} characters were matched`);
    assert.ok(describeError(error).length < limit);
  });

  it('match the beginning of the reply', () => {
    const line = `535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled ${long}`;
    assert.equal(diagnose(sampleReport({ line, protocol: 'smtp' }))[0].code, 'smtp-auth-disabled');
  });
});

describe('the patterns of the rules', () => {
  const files = ['src/diagnosis', 'src/diagnosis/rules', 'src/providers'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`),
  );
  for (const file of files) {
    it(`have no unbounded wildcard in ${file}`, () => {
      // `.*` between two words makes the time grow with the square of the text: use a list of two patterns.
      const code = readFileSync(file, 'utf8').replace(/^ *(?:\/\*\*|\*|\/\/).*$/gm, '');
      const patterns = code.match(/\/(?:[^/\\\n ]|\\.)(?:[^/\\\n]|\\.)*\/[a-z]*(?=[,;).\s\]])|RegExp\([^\n]*/g) ?? [];
      const unbounded = /(?:[^\\]\.|\[\^[^\]]*\]|\))(?:[*+]|\{\d+,\})/;
      assert.deepEqual(
        patterns.filter((pattern) => unbounded.test(pattern)),
        [],
      );
    });
  }
});
