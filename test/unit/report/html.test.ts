import assert from 'node:assert/strict';
import { samplesOf } from '../../../src/diagnosis/rule.js';
import { diagnosisRules } from '../../../src/diagnosis/diagnosis.js';
import { resultPage, type ResultPageInput } from '../../../src/report/html.js';
import { changesSinceLastOk, medianOf, toRun, type Run } from '../../../src/report/history.js';
import { toJson } from '../../../src/report/json.js';
import type { Sample } from '../../../src/diagnosis/rule.js';
import type { LoginCheckResult } from '../../../src/mail/login-check/result.js';
import { sampleReport } from '../../support/sample-report.js';

const now = Date.UTC(2026, 0, 1, 12);
const script = { text: 'start()', nonce: 'n0nce', accountId: 'account-1' };
const refusal = { line: 'A1 NO [AUTHENTICATIONFAILED] Invalid credentials' };

function pageOf(
  sample: Sample,
  more: Partial<ResultPageInput> = {},
  change: Partial<LoginCheckResult> = {},
): ResultPageInput {
  const report = toJson({ ...sampleReport(sample), ...change });
  return { user: report.user, reports: [report], now, ...more };
}

describe('the result page', () => {
  it('shows each rule’s cause, advice and evidence, with unique IDs', () => {
    for (const rule of diagnosisRules) {
      const input = pageOf(samplesOf(rule)[0] ?? {});
      const page = resultPage(input, script);
      const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      assert.equal(new Set(ids).size, ids.length, ids.join());
      assert.ok(page.includes(escaped(input.reports[0]?.diagnoses[0].cause ?? '')));
      assert.ok(page.includes(escaped(input.reports[0]?.diagnoses[0].advice ?? '')));
    }
  });

  it('escapes texts of servers and users', () => {
    const evil = '"><img src=x onerror=alert(1)> </script><script>alert(2)</script>';
    const input = pageOf(
      { line: `A1 NO ${evil}`, challenge: JSON.stringify({ status: evil, scope: evil }), user: evil },
      { token: { requestedScopes: [evil], claims: [{ name: evil, value: evil }] }, provider: evil },
      { transcript: [{ at: 1, direction: 'server', phase: 'authenticate', text: evil }] },
    );
    const page = resultPage(input, script);
    assert.doesNotMatch(page, /<img/);
    assert.equal(page.match(/<script/g)?.length, 1);
  });

  it('allows one script and no external resources in the editor, and no script in a file', () => {
    const policyOf = (page: string) => /content="(default-src[^"]*)"/.exec(page)?.[1];
    assert.equal(
      policyOf(resultPage(pageOf(refusal), script)),
      "default-src 'none'; style-src 'nonce-n0nce'; script-src 'nonce-n0nce'; base-uri 'none'; form-action 'none'",
    );
    const file = resultPage(pageOf(refusal));
    assert.match(policyOf(file) ?? '', /^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; base-uri/);
    for (const page of [file, resultPage(pageOf(refusal), script)]) {
      assert.doesNotMatch(page, /<script(?! nonce)| style="| on\w+="|<link|<img|@import|url\(/);
    }
  });

  it('offers tried actions last, and marks them as not helpful', () => {
    const disabled = {
      protocol: 'smtp',
      line: '535 5.7.139 SmtpClientAuthentication is disabled for the Tenant.',
    } as const;
    const input = pageOf(disabled);
    const [action] = input.reports[0]?.diagnoses[0].actions ?? [];
    assert.ok(action?.kind === 'open-page');
    const advised = /<button\s+type="button"\s+class="advised"[^>]*>\s*Open aka\.ms/;
    const tried =
      /<button\s+type="button"\s+class=""[^>]*>\s*Open aka\.ms\s+<span class="tried">\(tried, same result\)/;
    assert.match(resultPage(input, script), advised);
    const again = resultPage({ ...input, reports: [toJson(sampleReport(disabled), [action])] }, script);
    assert.match(again, tried);
    assert.doesNotMatch(again, advised);
  });

  it('highlights a required scope that the token lacks', () => {
    const page = resultPage(
      pageOf(
        { ...refusal, challenge: '{"status":"401","scope":"mail"}', token: { scopes: ['openid'] } },
        { token: { requestedScopes: ['openid', 'mail'] } },
      ),
      script,
    );
    const row = /<th scope="row"><code>mail<\/code><\/th>([^]*?)<\/tr>/.exec(page)?.[1] ?? '';
    assert.deepEqual(
      [...row.matchAll(/<\/span> (\w+)<\/span/g)].map(([, word]) => word),
      ['yes', 'missing', 'yes'],
    );
  });

  it('marks a phase that took longer than usual', () => {
    const phases = [{ name: 'tls', ms: 900, status: 'ok' }] as const;
    const run = toRun(toJson({ ...sampleReport(refusal), phases }), 1);
    const usual: Run = { ...run, outcome: 'ok', phases: [['tls', 90]] };
    const history = { imap: [run, usual, usual, usual] };
    assert.match(resultPage(pageOf(refusal, { history }, { phases })), /slow: usually 90 ms/);
    assert.equal(medianOf('tls', [usual, usual]), undefined, 'two runs say nothing');
  });
});

describe('the history of a server', () => {
  const run = toRun(toJson(sampleReport(refusal)), 1);

  it('lists the differences from the last successful run', () => {
    const before: Run = {
      ...run,
      outcome: 'ok',
      obtainedAt: 0,
      scopes: ['mail', 'openid'],
      certificate: 'AA',
      address: '192.0.2.1:993',
      capabilities: ['AUTH=XOAUTH2'],
    };
    const latest: Run = {
      ...run,
      scopes: ['openid'],
      certificate: 'BB',
      address: '192.0.2.2:993',
      capabilities: ['AUTH=PLAIN'],
    };
    assert.deepEqual(changesSinceLastOk([latest, run, before]), [
      'The access token has changed.',
      'Missing scopes: mail.',
      'The address changed from 192.0.2.1:993 to 192.0.2.2:993.',
      'The server’s certificate has changed.',
      'Capabilities no longer listed: AUTH=XOAUTH2.',
      'New capabilities: AUTH=PLAIN.',
    ]);
    assert.deepEqual(changesSinceLastOk([latest, run]), [], 'nothing was accepted before');
  });

  it('finds the address of the connection', () => {
    const note = (text: string) =>
      toRun(
        toJson({ ...sampleReport(refusal), transcript: [{ at: 0, direction: 'note', phase: 'connect', text }] }),
        1,
      );
    assert.equal(note('connected to 192.0.2.1:993').address, '192.0.2.1:993');
    assert.equal(note('verbunden mit [2001:db8::1]:993').address, '[2001:db8::1]:993');
  });
});

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
