import assert from 'node:assert/strict';
import { diagnose } from '../../../src/diagnosis/diagnosis.js';
import { formatDiagnosis } from '../../../src/report/text.js';
import { checkLogin } from '../../../src/mail/login-check/login-check.js';
import { reportDocument } from '../../../src/report/markdown.js';
import { sampleReport } from '../../support/sample-report.js';
import { startScriptedServer } from '../../support/scripted-server.js';

describe('a saved report', () => {
  const accessToken = 'made-up.token_0123456789';

  async function reportOf(line: string): Promise<string> {
    const server = await startScriptedServer([
      { send: '* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\r\n' },
      { when: /AUTHENTICATE/, send: `A1 NO ${line}\r\n` },
    ]);
    const report = await checkLogin({
      protocol: 'imap',
      server: { host: '127.0.0.1', port: server.port, security: 'none' },
      mechanism: 'XOAUTH2',
      user: 'alice@example.com',
      accessToken,
    });
    await server.stop();
    return reportDocument(report, [['Node.js', process.version]]);
  }

  it('has outcome, diagnosis with evidence, phases, timings, transcript and versions, but no secret', async () => {
    const text = await reportOf('[AUTHENTICATIONFAILED] Invalid credentials');
    for (const part of [
      /^# IMAP authentication test of `127\.0\.0\.1:\d+`/m,
      /^NO: 127\.0\.0\.1 refused/m,
      /\*\*Evidence:\*\* `A1 NO \[AUTHENTICATIONFAILED\]/,
      /^\| Login \| failed \|/m,
      /^\| Mailbox \| skipped \|/m,
      /^ {4}authenticate \(\d+ ms\) :\d+, \d+$/m,
      /C: A1 AUTHENTICATE XOAUTH2 <user=alice/,
      /\| Node\.js \| `v/,
    ]) {
      assert.match(text, part);
    }
    assert.ok(!text.includes(accessToken));
  });

  it('draws each phase to scale, on an axis with readable labels', () => {
    const chartOf = (times: readonly number[]) => {
      const phases = times.map((ms) => ({ name: 'tls', ms, status: 'ok' }) as const);
      return reportDocument({ ...sampleReport({ line: 'A1 NO no' }), phases }, []);
    };
    assert.match(chartOf([0, 8]), /axisFormat %Q ms\n {4}tickInterval 1millisecond\n {4}tls \(0 ms\) :0, 0\n/);
    assert.match(chartOf([4, 5]), /tickInterval 2millisecond\n {4}tls \(4 ms\) :0, 4\n {4}tls \(5 ms\) :4, 9\n/);
    assert.match(chartOf([300, 4713]), /tickInterval 1000millisecond\n/);
    assert.match(chartOf([]), /tickInterval 1millisecond\n/);
  });

  it('states what an accepted SMTP login does not prove, like the text', async () => {
    const server = await startScriptedServer([
      { send: '220 ready\r\n' },
      { when: /^EHLO/, send: '250-ready\r\n250 AUTH XOAUTH2\r\n' },
      { when: /^AUTH/, send: '235 2.7.0 Accepted\r\n' },
      { when: /^MAIL FROM/, send: '250 2.1.0 OK\r\n' },
      { when: /^RSET/, send: '250 2.0.0 OK\r\n' },
    ]);
    const report = await checkLogin({
      protocol: 'smtp',
      server: { host: '127.0.0.1', port: server.port, security: 'none' },
      mechanism: 'XOAUTH2',
      user: 'alice@example.com',
      accessToken,
    });
    await server.stop();
    assert.equal(report.outcome, 'ok');
    const said = /login and the sender were tested\..* Only sending a message shows whether the server accepts it/;
    assert.match(reportDocument(report, []), said);
    assert.match(formatDiagnosis(report, diagnose(report)).join('\n'), said);
  });

  it('escapes Markdown and HTML in texts of servers', async () => {
    const text = await reportOf('``` <img src=x> | [a](javascript:b) **bold** `code`');
    assert.doesNotMatch(
      text.replace(/^````text\n[^]*?^````$/m, '').replace(/(`+)[^`][^\n]*?\1/g, ''),
      /<img|\]\(javascript|\*\*bold/,
    );
    const fence = /^(`{3,})text$/m.exec(text)?.[1] ?? '';
    assert.equal(fence, '````');
  });
});
