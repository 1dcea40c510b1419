import { comparisonToJson, toJson } from '../../src/report/json.js';
import type { ResultPageInput } from '../../src/report/html.js';
import { toRun } from '../../src/report/history.js';
import { checkLogin } from '../../src/mail/login-check/login-check.js';
import { compareMechanisms } from '../../src/mail/login-check/comparison.js';
import type { MailServer, Protocol } from '../../src/mail/wire/server.js';
import type { startSandbox } from '../../src/index.js';

type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

/** Where the sandbox's server of a protocol listens with implicit TLS. */
export function sandboxServer(sandbox: Sandbox, protocol: Protocol): MailServer {
  return { host: 'localhost', port: sandbox.ports[`${protocol}s`], security: 'tls' };
}

/** What the page of one of the sandbox's accounts shows after all tests, a comparison and a sign-in. */
export async function sandboxPage(sandbox: Sandbox, name: string): Promise<ResultPageInput> {
  const account = await sandbox.account(name);
  const reports = [];
  for (const protocol of ['imap', 'smtp', 'pop3'] as const) reports.push(await report(sandbox, protocol, account));
  const compared = await compareMechanisms({
    protocol: 'imap',
    server: sandboxServer(sandbox, 'imap'),
    ca: sandbox.ca,
    ...account,
  });
  const now = Date.now();
  const history = Object.fromEntries(
    reports.map((one) => {
      const run = toRun(one, now);
      return [
        one.protocol,
        [run, { ...run, at: now - 9e6, outcome: 'ok' as const, scopes: ['openid'], obtainedAt: 1 }],
      ];
    }),
  );
  const url = `${sandbox.issuer}/token`;
  return {
    user: account.user,
    provider: 'Sandbox',
    reports,
    comparison: comparisonToJson(compared),
    history,
    now,
    token: {
      obtainedAt: now - 6e5,
      hasRefreshToken: false,
      requestedScopes: ['openid', 'email', 'https://mail.google.com/'],
      claims: [
        { name: 'iss', value: sandbox.issuer },
        { name: 'exp', value: '1900000000' },
        { name: 'x-own', value: '{"a":1}' },
      ],
    },
    exchanges: [
      {
        kind: 'authorization',
        at: now,
        url: `${sandbox.issuer}/auth`,
        request: [
          { name: 'response_type', value: 'code' },
          { name: 'code_challenge', value: '<43 characters, #a1b2>' },
        ],
        response: [],
      },
      {
        kind: 'redirect',
        at: now,
        url: 'http://127.0.0.1:1/callback',
        request: [],
        response: [{ name: 'code', value: '<43 characters, #a1b2>' }],
      },
      {
        kind: 'token',
        at: now,
        ms: 30,
        method: 'POST',
        url,
        status: 400,
        request: [{ name: 'grant_type', value: 'authorization_code' }],
        response: [
          { name: 'error', value: 'invalid_grant' },
          { name: 'error_description', value: 'grant request is invalid' },
        ],
      },
    ],
  };
}

async function report(
  sandbox: Sandbox,
  protocol: Protocol,
  account: { readonly user: string; readonly accessToken: string },
) {
  let closed: () => void = () => undefined;
  // A POP3 mailbox is locked until the session before has ended.
  const ended = new Promise<void>((resolve) => (closed = resolve));
  const result = await checkLogin({
    protocol,
    server: sandboxServer(sandbox, protocol),
    mechanism: 'XOAUTH2',
    ca: sandbox.ca,
    ...account,
    onClose: closed,
  });
  await ended;
  return toJson(result);
}
