import type { ServerKnowledge } from '../mail/server.js';

/** What a provider's mail servers are known to want, and how its servers are told by their names. */
interface KnownServers extends ServerKnowledge {
  readonly hosts: RegExp;
}

const outlook = (name: string) => [`https://outlook.office.com/${name}`, `https://outlook.office365.com/${name}`, name];

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
  {
    // https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
    provider: 'Microsoft',
    hosts: /(?:^|\.)(?:outlook\.office365\.(?:com|us)|outlook\.office\.com|smtp\.office365\.(?:com|us)|(?:imap-mail|pop-mail|smtp-mail)\.outlook\.com)$/i,
    mechanisms: ['XOAUTH2'],
    scopes: {
      imap: [...outlook('IMAP.AccessAsUser.All'), ...outlook('IMAP.AccessAsApp')],
      smtp: [...outlook('SMTP.Send'), ...outlook('SMTP.SendAsApp')],
      pop3: [...outlook('POP.AccessAsUser.All'), ...outlook('POP.AccessAsApp')],
    },
    // The last one is Exchange Online's application ID.
    audiences: ['https://outlook.office.com', 'https://outlook.office.com/', 'https://outlook.office365.com', 'https://outlook.office365.com/', '00000002-0000-0ff1-ce00-000000000000'],
    pop3InTwoLines: true,
  },
  {
    // https://developer.yahoo.com/sign-in-with-yahoo/
    provider: 'Yahoo',
    hosts: /(?:^|\.)mail\.(?:yahoo|aol)\.(?:com|co\.jp)$/i,
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
  { provider: 'Mail.ru', hosts: /(?:^|\.)mail\.ru$/i, mechanisms: ['XOAUTH2'], scopes: { imap: ['mail.imap'], smtp: ['mail.imap'], pop3: ['mail.imap'] } },
  {
    // https://www.zoho.com/mail/help/imap-access.html
    provider: 'Zoho',
    hosts: /(?:^|\.)zoho\.(?:com|eu|in|com\.au|jp|sa)$/i,
    mechanisms: ['XOAUTH2'],
    scopes: { imap: ['ZOHOMAIL.PROTOCOL.IMAP'], pop3: ['ZOHOMAIL.PROTOCOL.POP'] },
  },
];

/** What is known of the mail server with this name. */
export function knowledgeOf(host: string): ServerKnowledge | undefined {
  const known = knownServers.find(({ hosts }) => hosts.test(host));
  if (known === undefined) return undefined;
  const { hosts: _, ...knowledge } = known;
  return knowledge;
}
