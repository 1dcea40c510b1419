import * as l10n from '@vscode/l10n';
import { checkLogin } from '../mail/login-check/login-check.js';
import { formatHostPort } from '../transport/host.js';
import { ask } from './ask.js';
import type { Reach } from './capabilities.js';
import type { FoundServer, MethodAnswer } from './types.js';

/** Sent in place of an access token: `none` in base64. What a server says is searched for it, so it is short. */
const noToken = 'bm9uZQ';

/**
 * Asks a mail server for its authorization server by a login that it must refuse: the challenge of OAUTHBEARER
 * names the `openid-configuration` (RFC 7628 §3.2.2). It is one failed login at the server, which may count it.
 *
 * @param user the mailbox, whose failed login it is
 */
export function askByFailedLogin(
  server: FoundServer,
  user: string,
  reach: Reach,
  signal: AbortSignal,
): Promise<MethodAnswer> {
  const { protocol, host, port } = server;
  const question = l10n.t('a login at {0} that fails', `${protocol.toUpperCase()} ${formatHostPort(host, port)}`);
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
