import type { Account } from '../../accounts/account.js';
import { defined } from '../../common/defined.js';
import { readableClaims } from '../../mail/login-check/token-claims.js';
import { protocols, type Protocol } from '../../mail/wire/server.js';
import { profileForHost } from '../../providers/catalogue.js';
import type { ResultPageInput } from '../../report/html.js';
import { providerLabel } from '../accounts/account-items.js';
import type { AccountResults } from '../login-checks/report-history.js';

/** The content of an account's page. */
export function pageInput(
  account: Account,
  { reports, comparison, runs, signIn }: AccountResults,
  now: Pick<ResultPageInput, 'running' | 'latest'> = {},
): ResultPageInput {
  return {
    user: account.email,
    provider: providerLabel(account),
    reports: Object.values(reports),
    comparison,
    history: runs,
    token: tokenFacts(account),
    now: Date.now(),
    ...defined({ exchanges: signIn?.exchanges, signInFailure: signIn?.failure }),
    ...now,
  };
}

function tokenFacts({ tokens, scopes, mailServers }: Account): NonNullable<ResultPageInput['token']> {
  const neededScopes = Object.fromEntries(
    protocols.flatMap((protocol: Protocol): [Protocol, readonly string[]][] => {
      const host = mailServers[protocol]?.host;
      const needed = host === undefined ? undefined : profileForHost(host)?.scopes?.[protocol];
      return needed === undefined ? [] : [[protocol, needed]];
    }),
  );
  return {
    requestedScopes: scopes,
    neededScopes,
    ...(tokens === undefined
      ? {}
      : {
          obtainedAt: tokens.obtainedAt,
          hasRefreshToken: tokens.refreshToken !== undefined,
          claims: readableClaims(tokens.accessToken),
        }),
  };
}
