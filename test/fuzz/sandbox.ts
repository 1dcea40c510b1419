import assert from 'node:assert/strict';
import net from 'node:net';
import fc from 'fast-check';
import { hostileText } from '../support/hostile-texts.js';
import { startSandboxProcess } from '../support/sandbox-process.js';

const paths = [
  '/',
  '/auth',
  '/token',
  '/token/revocation',
  '/token/introspection',
  '/device',
  '/device/auth',
  '/me',
  '/jwks',
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
  '/interaction/x',
  '/interaction/x/login',
  '/favicon.ico',
];

const parameters = [
  'client_id',
  'client_secret',
  'redirect_uri',
  'response_type',
  'response_mode',
  'scope',
  'state',
  'code',
  'code_challenge',
  'code_challenge_method',
  'code_verifier',
  'grant_type',
  'refresh_token',
  'token',
  'user_code',
  'device_code',
  'login_hint',
  'prompt',
  'nonce',
  'claims',
  'request',
];

const redirects = [
  'http://127.0.0.1:4711/callback',
  'https://evil.example/',
  'vscode://mail-oauth.xoauth2/callback',
  'vscode://evil.ext/x',
  'javascript:alert(1)',
  'http://127.0.0.1.evil.example/',
  'http://u@127.0.0.1/',
];

const values = [
  ...redirects,
  'sandbox',
  'sandbox-confidential',
  'code',
  'query',
  'fragment',
  'form_post',
  'openid offline_access',
  'refresh_token',
  'authorization_code',
  'urn:ietf:params:oauth:grant-type:device_code',
  'S256',
  'plain',
  'none',
  'login',
  'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
];

const text = hostileText();
/** A request that the authorization server accepts, where the redirect is to be allowed. */
const right = fc.constantFrom(...redirects).map((redirect) => ({
  client_id: 'sandbox',
  redirect_uri: redirect,
  response_type: 'code',
  scope: 'openid',
  state: 'x',
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256',
}));

/** Anything, or the right parameters with others in place of some. */
const form = fc
  .tuple(
    fc.oneof(fc.constant({}), right),
    fc.array(fc.tuple(fc.constantFrom(...parameters), fc.oneof(fc.constantFrom(...values), text)), { maxLength: 4 }),
  )
  .map(([base, pairs]) => new URLSearchParams({ ...base, ...Object.fromEntries(pairs) }).toString());

/** What a header may hold: a line break would make another header of the rest, controls are mostly refused at once. */
const header = fc.oneof(
  { weight: 1, arbitrary: text.map((one) => one.replace(/[\r\n]/g, ' ')) },
  { weight: 5, arbitrary: text.map((one) => one.replace(/[\u0000-\u001f\u007f]/g, ' ')) },
);
const missing = { weight: 4, arbitrary: fc.constant(undefined) };

const request = fc.record({
  method: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('GET', 'POST') },
    { weight: 1, arbitrary: fc.constantFrom('HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH') },
  ),
  path: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('/auth', '/token') },
    { weight: 6, arbitrary: fc.constantFrom(...paths) },
    { weight: 1, arbitrary: header },
  ),
  query: fc.oneof({ weight: 4, arbitrary: form }, { weight: 1, arbitrary: header }),
  /** `undefined` is the sandbox's own. */
  host: fc.oneof(missing, fc.constant('evil.example'), header),
  origin: fc.oneof(missing, fc.constantFrom('null', 'https://evil.example')),
  type: fc.oneof(
    { weight: 4, arbitrary: fc.constant('application/x-www-form-urlencoded') },
    fc.constant('application/json'),
    header,
  ),
  authorization: fc.oneof(missing, header),
  cookie: fc.oneof(missing, header),
  body: fc.oneof({ weight: 4, arbitrary: form }, { weight: 1, arbitrary: text }),
});

type Request = typeof request extends fc.Arbitrary<infer T> ? T : never;

/** What a mail port is sent. */
const line = fc.record({ port: fc.constantFrom('imap', 'smtp', 'pop3'), sent: hostileText(100_000) });

/** Gives the sandbox so many requests and connections of clients that may be anybody. */
export async function fuzzSandbox(inputs: number, seed?: number): Promise<void> {
  const sandbox = await startSandboxProcess(['--quiet']);
  const options = seed === undefined ? {} : { seed };
  const own = `127.0.0.1:${sandbox.ports.oauth}`;
  try {
    const requests = fc.asyncProperty(request, async (input) => {
      const answer = await ask(sandbox.ports.oauth, written(input, own));
      checkAnswer(input, answer, own);
    });
    const lines = fc.asyncProperty(line, async ({ port, sent }) => {
      const said = await ask(sandbox.ports[port], Buffer.from(sent));
      // A line that is too long ends the connection, at times before its greeting has been read.
      assert.match(said, /^(?:(?:\* OK|220|\+OK) |$)/, 'it greets');
    });
    const ofMail = Math.ceil(inputs / 10);
    await fc.assert(requests, { numRuns: inputs - ofMail, ...options });
    await fc.assert(lines, { numRuns: ofMail, ...options });
    assert.match(await ask(sandbox.ports.imap, Buffer.from('A1 LOGOUT\r\n')), /A1 OK/, 'it still answers');
  } finally {
    await sandbox.stop();
  }
}

function written(input: Request, own: string): Buffer {
  const { method, path, query, host = own, origin, type, authorization, cookie, body } = input;
  const lines = [
    `${method} ${path}?${query} HTTP/1.1`,
    `Host: ${host}`,
    ...(origin === undefined ? [] : [`Origin: ${origin}`]),
    `Content-Type: ${type}`,
    ...(authorization === undefined ? [] : [`Authorization: ${authorization}`]),
    ...(cookie === undefined ? [] : [`Cookie: ${cookie}`]),
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** Sends all of it, and reads until the server closes. */
async function ask(port: number, sent: Buffer): Promise<string> {
  const socket = net.connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
  // A server that has had enough closes before it has read the rest.
  socket.on('error', () => undefined);
  socket.end(sent);
  await new Promise((resolve) => socket.once('close', resolve));
  return answer;
}

const toThisMachineOrEditor = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])[:/]|^[a-z-]+:\/\/mail-oauth\.xoauth2[/?]/;

/** With it oidc-provider submits a form by itself. */
const ownScript = /<script>\s+document\.addEventListener\('DOMContentLoaded'[^<>]*<\/script>/;

function checkAnswer(input: Request, answer: string, own: string): void {
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
  // Without its cookie oidc-provider itself fails in the sign-in of a device; nobody else is affected.
  const isKnown = status === 500 && input.path.startsWith('/device');
  assert.ok((status >= 200 && status < 500) || isKnown, `it answers: ${answer.slice(0, 300)}`);
  const isOwn = input.host === undefined || input.host.trim() === own;
  const isForeign = !isOwn || input.origin !== undefined;
  if (isForeign) assert.ok(status >= 400, `somebody else gets ${status}`);
  const [head = '', body = ''] = answer.split('\r\n\r\n', 2);
  const location = /^location: (.*)$/im.exec(head)?.[1];
  if (location !== undefined) {
    const url = new URL(location, `http://${own}`);
    assert.ok(url.host === own || toThisMachineOrEditor.test(url.href), `it redirects to ${location}`);
  }
  if (/^content-type: text\/html/im.test(head)) {
    assert.doesNotMatch(body.replace(ownScript, ''), /<script/i, 'no text becomes markup');
  }
}
