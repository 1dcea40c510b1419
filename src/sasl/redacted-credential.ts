import type { Mechanism } from './mechanism.js';
import type { OauthbearerCredential } from './oauthbearer.js';

/**
 * A redacted initial client response: its decoded fields with a placeholder for the token, such as
 * `<user=alice@example.com, auth=Bearer <38 characters, #a1b2>>`.
 *
 * @param placeholder the placeholder for the token
 */
export function redactedCredential(
  mechanism: Mechanism,
  { user, host, port }: Omit<OauthbearerCredential, 'accessToken'>,
  placeholder: string,
): string {
  const fields =
    mechanism === 'XOAUTH2'
      ? [`user=${user}`]
      : [`a=${user}`, ...(host === undefined ? [] : [`host=${host}`]), ...(port === undefined ? [] : [`port=${port}`])];
  return `<${[...fields, `auth=Bearer ${placeholder}`].join(', ')}>`;
}
