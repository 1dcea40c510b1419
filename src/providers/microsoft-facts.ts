import { isSameAddress } from '../common/email-address.js';
import * as l10n from '@vscode/l10n';
import type { RuleInput } from './rule.js';

/** High Volume Email: https://learn.microsoft.com/exchange/mail-flow-best-practices/high-volume-mails-m365 */
export const highVolumeHosts = /^smtp-hve\.office365\.com$|\.hve\.mx\.microsoft$/i;

export const isHighVolume = ({ server }: RuleInput): boolean => highVolumeHosts.test(server.host);

export const isAppOnly = ({ token }: RuleInput): boolean =>
  token.appOnly === true ||
  (token.owner === undefined && (token.scopes ?? []).some((scope) => scope.endsWith('AsApp')));

export const isGuest = ({ token }: RuleInput): boolean => token.owner?.includes('#EXT#') === true;

export const guestCause = ({ token }: RuleInput): string =>
  l10n.t(
    'The token is that of a guest in another organization ({0}), and guests have no mailbox there.',
    token.owner ?? '',
  );

export const guestAdvice = ({ user }: RuleInput): string =>
  user.includes('#EXT#')
    ? l10n.t(
        'Enter the address of the mailbox as the user, and sign in at its home tenant: with that tenant’s endpoints, or “consumers” for a personal account.',
      )
    : l10n.t(
        'Sign in at the home tenant of {0}: with that tenant’s endpoints, or “consumers” for a personal account.',
        user,
      );

/** Whether the user is a personal account, which no administrator manages. */
export const isPersonal = ({ user }: RuleInput): boolean =>
  /@(?:outlook|hotmail|live|msn)\.(?:com|[a-z]{2}|co\.[a-z]{2}|com\.[a-z]{2})$/i.test(user);

export const isAnothersMailbox = ({ token, user }: RuleInput): boolean =>
  token.owner !== undefined && !isSameAddress(token.owner, user);

/** Whether a server is Microsoft’s: by its host name, or by the machine name in its reply. */
export const isMicrosoft = ({ provider, reply, tls }: RuleInput): boolean =>
  provider === 'Microsoft' ||
  /\b(?:outlook|exchangelabs)\.com\b/i.test(reply?.line ?? '') ||
  /(?:^|[.=])(?:outlook|office365)\.(?:com|us|cn)\b/i.test(tls?.subject ?? '');

/** The prefix of scopes in the cloud of an Exchange Online server. */
export function exchangeAddress({ server: { host } }: RuleInput): string {
  if (host.endsWith('.us')) return 'https://outlook.office365.us';
  return host.endsWith('.cn') ? 'https://partner.outlook.cn' : 'https://outlook.office.com';
}

/** The scope of this cloud for a protocol. */
export function exchangeScope(report: RuleInput): string {
  const names = { imap: 'IMAP.AccessAsUser.All', pop3: 'POP.AccessAsUser.All', smtp: 'SMTP.Send' };
  return `${exchangeAddress(report)}/${names[report.protocol]}`;
}
