import * as l10n from '@vscode/l10n';
import { checkLogin } from '../mail/login-check/login-check.js';
import { ask } from './ask.js';
import type { Reach } from './capabilities.js';
import { serverLabel } from './server-label.js';
import type { FoundServer, MethodAnswer } from './types.js';

/** Sent instead of an access token: `none` in base64. It is short, because replies are searched for it. */
const noToken = 'bm9uZQ';

/**
 * Finds the authorization server of a mail server by a login that fails: the error challenge of OAUTHBEARER may contain
 * `openid-configuration` (RFC 7628 §3.2.2). The server may count the failed login.
 *
 * @param user the mailbox for the failed login
 */
export function askByFailedLogin(
  server: FoundServer,
  user: string,
  reach: Reach,
  signal: AbortSignal,
): Promise<MethodAnswer> {
  const { protocol } = server;
  const question = l10n.t('a login at {0} that fails', serverLabel(server));
  return ask({ method: 'challenge', question }, signal, async () => {
    const result = await checkLogin({
      protocol,
      server,
      mechanism: 'OAUTHBEARER',
      user,
      accessToken: noToken,
      skipTokenCheck: true,
      signal,
      ...reach,
    });
    signal.throwIfAborted();
    const url = result.challenge?.openidConfiguration;
    if (url?.startsWith('https://') === true && URL.canParse(url)) {
      return { summary: l10n.t('The server names {0}.', url), issuers: [url] };
    }
    return result.challenge === undefined
      ? l10n.t('The server sent no challenge. {0}', result.failure?.message ?? result.reply?.line ?? '')
      : l10n.t('The challenge names no authorization server.');
  });
}
