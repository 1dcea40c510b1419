import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { AccountStore } from '../../src/accounts/account-store.js';
import { TokenManager } from '../../src/accounts/token-manager.js';
import { Windows } from '../../src/accounts/windows.js';
import { OAuthError, refreshTokens, revokeTokens } from '../../src/index.js';
import { providerById } from '../../src/providers/catalogue.js';
import { parseCallbackQuery } from '../../src/sign-in/callback-query.js';
import { chooseRedirect } from '../../src/sign-in/redirect-choice.js';
import { memorySecrets } from '../support/memory-secrets.js';
import { sampleAccount } from '../support/sample-account.js';
import { makeAuthority, makeCertificate } from '../support/certificates.js';
import { startCommandLine } from './command-line.js';
import { assertHidden, judge } from './judge.js';
import { incomplete } from './kind-files.js';
import { Browser } from './oauth-browser.js';
import { readOAuthKinds, type OAuthCase } from './oauth-case.js';
import { OAuthServer } from './oauth-server.js';

const kinds = readOAuthKinds();
const endpoints = ['--authorization_endpoint', '{origin}/authorize', '--token_endpoint', '{origin}/token'];

describe('cases of authorization servers', () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'mail-oauth-cases-'));
  let certificate: { readonly cert: string; readonly key: string };

  before(async () => {
    const authority = await makeAuthority(directory);
    const files = await makeCertificate(directory, 'cases', authority);
    certificate = { cert: readFileSync(files.certificateFile, 'utf8'), key: readFileSync(files.keyFile, 'utf8') };
  });

  after(() => rmSync(directory, { recursive: true }));

  it('have at least two similar cases each', () => assert.deepEqual(incomplete(kinds), []));

  for (const { kind, cases } of kinds) {
    describe(kind, () => {
      for (const one of cases) {
        it(one.name, async () => {
          const server = await OAuthServer.start(one, one.https === true ? certificate : undefined);
          server.values['caFile'] = path.join(directory, 'ca.pem');
          server.values['port'] = String(await freePort());
          try {
            await (isCommand(one.run) ? play(server, one) : playApart(server, one));
          } finally {
            server.stop();
          }
        });
      }
    });
  }
});

/** What the command line is asked for. */
const actions = {
  'sign-in': ['--generate_oauth2_token'],
  refresh: ['--refresh_token', 'env:CASE_REFRESH_TOKEN'],
  register: ['--register'],
};

const isCommand = (run: OAuthCase['run']): boolean => Object.hasOwn(actions, run);

async function play(server: OAuthServer, one: OAuthCase): Promise<void> {
  const { refreshToken = 'rt-made-up-0001', run, args = [...endpoints, '--client_id', 'my-client'] } = one;
  const argv = [...actions[run as keyof typeof actions], ...args].map((word) => server.fill(word));
  const program = startCommandLine(argv, { CASE_REFRESH_TOKEN: refreshToken });
  const pages = run === 'sign-in' ? await browse(server, one, program) : [];
  if (one.waits === true) program.cancel();
  const { status, output } = await program.ended;
  const printed = output.replace(/^(?:To authorize token|  http|Waiting for the browser).*\n/gm, '');
  judge(one, printed.replace(/The server says: “[^”]*”\.?/g, ''));
  judge({ must: one.shows ?? [], mustNot: [] }, printed);
  judge({ must: one.pageMust ?? [], mustNot: [] }, pages.join('\n'));
  if (one.exit !== undefined) assert.equal(status, one.exit, printed);
  assertSeen(server, one);
  const secret = args[args.indexOf('--client_secret') + 1];
  // Of the tokens only those that were got are printed.
  assertHidden(output.replace(/^.*(?:rt|at)-made-up-\d+.*$/gm, ''), [
    ...(run === 'refresh' ? [refreshToken] : []),
    ...(args.includes('--client_secret') && secret !== undefined ? [secret] : []),
  ]);
  if (one.requiresSignIn !== undefined) await assertRequiresSignIn(server, one.requiresSignIn);
}

async function browse(server: OAuthServer, one: OAuthCase, program: ReturnType<typeof startCommandLine>) {
  const url = await program.signInUrl;
  if (url === undefined) return [];
  const browser = new Browser(server, url, program.input);
  try {
    await browser.run(one.browser ?? ['authorize', 'callback']);
    if (one.waits !== true) await program.ended;
  } finally {
    browser.close();
  }
  return browser.pages;
}

function assertSeen({ tokenRequests, values }: OAuthServer, one: OAuthCase): void {
  if (one.tokenRequests !== undefined) assert.equal(tokenRequests.length, one.tokenRequests);
  if (one.redirectUri !== undefined) assert.match(values['redirect_uri'] ?? '', new RegExp(one.redirectUri));
  for (const [name, pattern] of Object.entries(one.lastToken ?? {})) {
    assert.match(tokenRequests.at(-1)?.fields[name] ?? '', new RegExp(pattern));
  }
}

async function assertRequiresSignIn(server: OAuthServer, expected: boolean): Promise<void> {
  const { server: described, client } = library(server);
  const refresh = refreshTokens({ server: described, client, tokens: { refreshToken: 'rt-made-up-0001' } });
  await assert.rejects(refresh, (error) => error instanceof OAuthError && error.requiresSignIn === expected);
}

/** What the command line has no part in. */
async function playApart(server: OAuthServer, one: OAuthCase): Promise<void> {
  const { said, secrets = [] } = await partsApart[one.run as keyof typeof partsApart](server, one);
  judge(one, said);
  assertHidden(said, secrets);
  if (one.tokenRequests !== undefined) assert.equal(server.requests.length, one.tokenRequests);
}

interface Said {
  readonly said: string;
  readonly secrets?: readonly string[];
}

const partsApart = {
  revoke: async (server: OAuthServer): Promise<Said> => {
    const { server: described, client } = library(server);
    const tokens = { accessToken: 'at-made-up-0001', refreshToken: 'rt-made-up-0001' };
    const said = await revokeTokens(described, { ...client, clientSecret: 's3cr3t-made-up' }, tokens).then(
      () => 'revoked',
      (error: unknown) => String(error),
    );
    return { said, secrets: [tokens.accessToken, tokens.refreshToken, 's3cr3t-made-up'] };
  },
  /** An account of the editor that was added by its endpoints. */
  account: async (server: OAuthServer): Promise<Said> => {
    const directory = mkdtempSync(path.join(os.tmpdir(), 'mail-oauth-account-'));
    const store = new AccountStore(memorySecrets(), new Windows(directory));
    await store.open();
    try {
      const scopes = ['https://outlook.office.com/IMAP.AccessAsUser.All', 'offline_access'];
      const tokens = { accessToken: 'access-1', refreshToken: 'refresh-1', obtainedAt: 0, expiresAt: 1, scopes };
      await store.add(sampleAccount({ ...library(server), scopes, tokens }));
      const fresh = await new TokenManager(store, () => 3_600_000).fresh('alice');
      return { said: `refreshed: ${fresh.tokens.accessToken}`, secrets: ['refresh-1'] };
    } catch (error) {
      return { said: String(error) };
    } finally {
      await store.dispose();
      rmSync(directory, { recursive: true });
    }
  },
  redirect: (_server: OAuthServer, { input: registered = '' }: OAuthCase): Said => {
    const provider = providerById('other');
    return { said: chooseRedirect({ provider, registered, browserIsLocal: true }) };
  },
  callback: (_server: OAuthServer, { input = '' }: OAuthCase): Said => ({
    said: JSON.stringify(Object.fromEntries(parseCallbackQuery(input, true))),
  }),
};

function library(server: OAuthServer) {
  const at = (place: string) => server.fill(`{origin}/${place}`);
  return {
    server: { authorizationEndpoint: at('authorize'), tokenEndpoint: at('token'), revocationEndpoint: at('revoke') },
    client: { clientId: 'my-client' },
  };
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
