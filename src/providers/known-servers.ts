import type { ServerProfile } from '../mail/wire/server.js';

/** What a provider's mail servers are known to want, and how its servers are told by their names. */
interface KnownServers extends ServerProfile {
  readonly hosts: RegExp;
}

/** Exchange Online of one cloud. Scopes are prefixed by its address or stand bare, as in a JWT. */
function exchangeOnline(hosts: RegExp, ...addresses: readonly [string, ...string[]]): KnownServers {
  const named = (...names: readonly string[]) =>
    names.flatMap((name) => [...addresses.map((address) => `${address}/${name}`), name]);
  return {
    // https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
    provider: 'Microsoft',
    hosts,
    mechanisms: ['XOAUTH2'],
    scopes: {
      imap: named('IMAP.AccessAsUser.All', 'IMAP.AccessAsApp'),
      smtp: named('SMTP.Send', 'SMTP.SendAsApp'),
      pop3: named('POP.AccessAsUser.All', 'POP.AccessAsApp'),
    },
    // The last one is Exchange Online's application ID.
    audiences: [...addresses.flatMap((address) => [address, `${address}/`]), '00000002-0000-0ff1-ce00-000000000000'],
    separatePop3Credential: true,
  };
}

/** @see the provider's own page beside each entry */
const knownServers: readonly KnownServers[] = [
  {
    // https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
    provider: 'Google',
    hosts: /(?:^|\.)(?:gmail|googlemail)\.com$/i,
    mechanisms: ['XOAUTH2', 'OAUTHBEARER'],
    scopes: {
      imap: ['https://mail.google.com/', 'https://www.googleapis.com/auth/gmail.imap_admin'],
      smtp: ['https://mail.google.com/'],
      pop3: ['https://mail.google.com/'],
    },
    ownerOnly: true,
  },
  exchangeOnline(
    /(?:^|\.)(?:outlook\.office365\.com|outlook\.office\.com|smtp\.office365\.com|(?:imap-mail|pop-mail|smtp-mail)\.outlook\.com)$/i,
    'https://outlook.office.com',
    'https://outlook.office365.com',
  ),
  // GCC High and DoD: tarickb/sasl-xoauth2, postalsys/emailengine (lib/oauth2-apps.js)
  exchangeOnline(
    /(?:^|\.)(?:outlook|outlook-dod|smtp)\.office365\.us$/i,
    'https://outlook.office365.us',
    'https://outlook-dod.office365.us',
  ),
  // China: the same
  exchangeOnline(/^partner\.outlook\.cn$/i, 'https://partner.outlook.cn'),
  {
    // https://developer.yahoo.com/sign-in-with-yahoo/
    provider: 'Yahoo',
    hosts: /(?:^|\.)(?:mail\.yahoo\.(?:com|co\.jp)|aol\.com)$/i,
    mechanisms: ['XOAUTH2', 'OAUTHBEARER'],
    scopes: { imap: ['mail-w', 'mail-r'], smtp: ['mail-w'], pop3: ['mail-w', 'mail-r'] },
  },
  {
    // https://yandex.com/dev/mail/
    provider: 'Yandex',
    hosts: /(?:^|\.)yandex\.(?:com|ru)$/i,
    mechanisms: ['XOAUTH2'],
    scopes: { imap: ['mail:imap_full', 'mail:imap_ro'], smtp: ['mail:smtp'] },
  },
  {
    // https://www.fastmail.com/dev/
    provider: 'Fastmail',
    hosts: /(?:^|\.)fastmail\.com$/i,
    scopes: {
      imap: ['https://www.fastmail.com/dev/protocol-imap'],
      smtp: ['https://www.fastmail.com/dev/protocol-smtp'],
      pop3: ['https://www.fastmail.com/dev/protocol-pop'],
    },
  },
  {
    provider: 'Mail.ru',
    hosts: /(?:^|\.)mail\.ru$/i,
    mechanisms: ['XOAUTH2'],
    scopes: { imap: ['mail.imap'], smtp: ['mail.imap'], pop3: ['mail.imap'] },
  },
  {
    // https://www.zoho.com/mail/help/imap-access.html
    provider: 'Zoho',
    hosts: /(?:^|\.)zoho\.(?:com|eu|in|com\.au|jp|sa)$/i,
    mechanisms: ['XOAUTH2'],
    scopes: { imap: ['ZOHOMAIL.PROTOCOL.IMAP'], pop3: ['ZOHOMAIL.PROTOCOL.POP'] },
  },
];

/** What is known of the mail server with this name. */
export function profileForHost(host: string): ServerProfile | undefined {
  const known = knownServers.find(({ hosts }) => hosts.test(host));
  if (known === undefined) return undefined;
  const { hosts: _, ...knowledge } = known;
  return knowledge;
}
