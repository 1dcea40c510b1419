import assert from 'node:assert/strict';
import fc from 'fast-check';
import { diagnose } from '../../src/diagnosis/diagnosis.js';
import { checkLogin, type LoginCheckOptions } from '../../src/mail/login-check/login-check.js';
import type { LoginCheckResult } from '../../src/mail/login-check/result.js';
import type { MailServer, Protocol } from '../../src/mail/wire/server.js';
import { reportDocument } from '../../src/report/markdown.js';

export const accessToken = `ya29.CaNaRy${'q7Zk'.repeat(20)}`;

/** How a credential begins, by XOAUTH2 and by OAUTHBEARER, in base64. */
export const credential = /dXNlcj1|bixhPW/;

/** Controls other than a line break, and what turns the direction of a text. */
export const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** What a client asks for. */
export interface LoginInput {
  readonly protocol: Protocol;
  readonly mechanism: LoginCheckOptions['mechanism'];
  readonly form: 'inline' | 'continuation';
}

export const loginInput = {
  protocol: fc.constantFrom('imap', 'smtp', 'pop3'),
  mechanism: fc.constantFrom('XOAUTH2', 'OAUTHBEARER', 'best'),
  form: fc.constantFrom('inline', 'continuation'),
} as const;

/** Tests a login against a hostile server, and looks at all that is shown of it. */
export async function checkHostileLogin(
  { protocol, mechanism, form }: LoginInput,
  server: Omit<MailServer, 'host'>,
  more: Partial<LoginCheckOptions> = {},
): Promise<LoginCheckResult> {
  const result = await checkLogin({
    protocol,
    server: { host: 'localhost', ...server },
    mechanism,
    form,
    user: 'alice@example.com',
    accessToken,
    timeoutMs: 3000,
    ...more,
  });
  const shown = [JSON.stringify(result), JSON.stringify(diagnose(result)), reportDocument(result, [])].join();
  assert.ok(!shown.toLowerCase().includes(accessToken.toLowerCase()), 'the token is not shown');
  assert.doesNotMatch(result.transcript.map(({ text }) => text).join(''), control, 'no control in the transcript');
  const { reply, challenge, capabilities, failure, tls } = result;
  const names = tls === undefined ? [] : [tls.subject, tls.issuer, ...tls.altNames, tls.alpn];
  const texts = [reply?.text, challenge?.text, failure?.message, ...capabilities, ...names].join('\n');
  assert.doesNotMatch(texts, control, 'no control in a field');
  return result;
}
