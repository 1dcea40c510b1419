import type { Account } from '../../src/accounts/account.js';

/** A signed-in account of a made-up provider; its tokens are made up too. */
export function sampleAccount(changes: Partial<Account> = {}): Account {
  return {
    version: 3,
    revision: 0,
    id: 'alice',
    provider: 'other',
    email: 'alice@example.com',
    server: {
      authorizationEndpoint: 'https://login.example.com/authorize',
      tokenEndpoint: 'https://login.example.com/token',
    },
    grant: 'authorization-code',
    client: { clientId: 'client' },
    scopes: ['https://mail.google.com/'],
    mailServers: { imap: { host: 'imap.example.com', port: 993, security: 'tls' } },
    tokens: { accessToken: 'access-1', refreshToken: 'refresh-1', obtainedAt: 0, expiresAt: 3_600_000 },
    ...changes,
  };
}
