import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Account } from '../../../src/accounts/account.js';
import { exportAccounts, fromExported, readExportedAccounts } from '../../../src/accounts/exported-accounts.js';

const secrets = ['access-token-1', 'refresh-token-1', 'client-secret-1', 'private-key-1', 'registration-token-1'];

/** An account with everything in it that is secret. */
const account: Account = {
  version: 3,
  revision: 7,
  id: 'one',
  provider: 'other',
  label: 'Reports',
  email: 'reports@example.com',
  server: {
    issuer: 'https://login.example.com',
    authorizationEndpoint: 'https://login.example.com/authorize',
    tokenEndpoint: 'https://login.example.com/token',
  },
  grant: 'client-credentials',
  client: {
    clientId: 'client-1',
    clientSecret: 'client-secret-1',
    key: { algorithm: 'RS256', privateKey: 'private-key-1' },
    registration: {
      scopes: ['mail'],
      redirectUris: ['http://127.0.0.1/'],
      management: { uri: 'https://login.example.com/reg/1', accessToken: 'registration-token-1' },
    },
  },
  scopes: ['mail'],
  authorizationParameters: { audience: 'mail' },
  mailServers: { imap: { host: 'imap.example.com', port: 993, security: 'tls' } },
  caFile: '/home/me/authority.pem',
  tokens: { accessToken: 'access-token-1', refreshToken: 'refresh-token-1', obtainedAt: 1 },
};

describe('exported accounts', () => {
  it('contain no secret and nothing specific to this machine', () => {
    const text = exportAccounts([account]);
    for (const secret of [...secrets, '/home/me', '"one"']) assert.ok(!text.includes(secret), secret);
  });

  it('can be imported, lacking only the secret', () => {
    const [read] = readExportedAccounts(exportAccounts([account])) ?? [];
    assert.ok(read);
    assert.equal(read.client.authentication, 'key');
    assert.deepEqual(fromExported(read, 'two'), {
      id: 'two',
      provider: account.provider,
      label: account.label,
      email: account.email,
      server: account.server,
      grant: account.grant,
      client: { clientId: 'client-1' },
      scopes: account.scopes,
      authorizationParameters: account.authorizationParameters,
      mailServers: account.mailServers,
    });
  });

  it('are rejected for other files and for endpoints without TLS', () => {
    assert.equal(readExportedAccounts(readFileSync('package.json', 'utf8')), undefined);
    assert.equal(readExportedAccounts('{"access_token":"x"}'), undefined);
    const plain = exportAccounts([account]).replace(
      'https://login.example.com/token',
      'http://login.example.com/token',
    );
    assert.equal(readExportedAccounts(plain), undefined);
  });
});
