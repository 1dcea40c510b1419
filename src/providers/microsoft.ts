import * as l10n from '@vscode/l10n';
import type { Provider, ProviderProfile, ServerGroup } from './provider-profile.js';
import type { ErrorRule, ProviderRule, RuleInput } from './rule.js';

const entra = 'https://learn.microsoft.com/entra/identity-platform/reference-error-codes';

const authority = 'https://login.microsoftonline.com/common/oauth2/v2.0';

/**
 * Outlook.com and Microsoft 365. The issuer of the `common` authority holds a placeholder and cannot be
 * compared, so none is given. A public client must not send a secret; the portal takes `http://localhost`.
 *
 * @see https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
 * @see https://learn.microsoft.com/entra/identity-platform/reply-url
 */
const signIn: Provider = {
  id: 'microsoft',
  name: 'Microsoft',
  description: 'Outlook.com, Microsoft 365',
  server: {
    authorizationEndpoint: `${authority}/authorize`,
    tokenEndpoint: `${authority}/token`,
    clientAuthMethods: ['client_secret_post'],
  },
  scopes: [
    'https://outlook.office.com/IMAP.AccessAsUser.All',
    'https://outlook.office.com/POP.AccessAsUser.All',
    'https://outlook.office.com/SMTP.Send',
    'offline_access',
  ],
  authorizationParameters: { prompt: 'select_account' },
  mailServers: {
    imap: { host: 'outlook.office365.com', port: 993, security: 'tls' },
    smtp: { host: 'smtp.office365.com', port: 587, security: 'starttls' },
    pop3: { host: 'outlook.office365.com', port: 995, security: 'tls' },
  },
  redirects: ['loopback', 'relay', 'paste'],
  loopbackRedirectUri: 'http://localhost',
  clientSecret: 'optional',
  // Consumer and tenant endpoints answer AADSTS900144 to a refresh without scopes.
  refreshNamesScopes: true,
  // https://learn.microsoft.com/entra/identity-platform/refresh-tokens: an old one stays valid.
  refreshTokenIsReusable: true,
  registrationUrl: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
};

/** Exchange Online of one cloud. Scopes are prefixed by its address, or bare as in a JWT. */
function exchangeOnline(hosts: RegExp, ...addresses: readonly [string, ...string[]]): ServerGroup {
  const named = (...names: readonly string[]) =>
    names.flatMap((name) => [...addresses.map((address) => `${address}/${name}`), name]);
  return {
    // https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
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

const servers: readonly ServerGroup[] = [
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
];

const isAppOnly = ({ token }: RuleInput): boolean =>
  token.owner === undefined && (token.scopes ?? []).some((scope) => scope.endsWith('AsApp'));
const isAnothersMailbox = ({ token, user }: RuleInput): boolean =>
  token.owner !== undefined && token.owner.toLowerCase() !== user.toLowerCase();

/** What scopes begin with in the cloud that a server of Exchange Online belongs to. */
function exchangeAddress({ server: { host } }: RuleInput): string {
  if (host.endsWith('.us')) return 'https://outlook.office365.us';
  return host.endsWith('.cn') ? 'https://partner.outlook.cn' : 'https://outlook.office.com';
}

/** What Microsoft’s servers say in words; below, the refusals that give no reason: what is known of the token tells the likely one. */
const rules: readonly ProviderRule[] = [
  {
    code: 'smtp-auth-disabled',
    source: 'https://aka.ms/smtp_auth_disabled; simonrob/email-oauth2-proxy#193',
    confidence: 'certain',
    weight: 'words',
    samples: [
      {
        line: '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.',
        protocol: 'smtp',
      },
      {
        line: '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.',
        protocol: 'smtp',
      },
    ],
    reply: [/5\.7\.139/, /SmtpClientAuthentication is disabled/i],
    cause: () =>
      l10n.t(
        'SMTP AUTH is switched off for this mailbox or its whole organisation; a good token does not change that.',
      ),
    advice: ({ user }) =>
      l10n.t(
        'An administrator runs: Set-CASMailbox -Identity {0} -SmtpClientAuthenticationDisabled $false (the mailbox’s setting wins over the organisation’s).',
        user,
      ),
    action: () => ({ kind: 'open-page', url: 'https://aka.ms/smtp_auth_disabled' }),
  },
  {
    code: 'security-policy',
    source: 'jstedfast/MailKit#1733',
    confidence: 'likely',
    weight: 'words',
    samples: [
      {
        line: "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy.",
        protocol: 'smtp',
      },
      {
        line: '535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully.',
        protocol: 'smtp',
      },
    ],
    reply: [/5\.7\.139/, /security defaults|did not meet the criteria/i],
    cause: () =>
      l10n.t('A security policy of the organisation blocks this login (security defaults or conditional access).'),
    advice: () => l10n.t('Ask the administrator: the sign-in logs in Entra name the policy.'),
  },
  {
    code: 'token-expires-soon',
    source: 'tarickb/sasl-xoauth2#110',
    confidence: 'certain',
    weight: 'words',
    samples: [{ line: '501 5.5.127 Invalid XOAUTH2 auth data - Token will expire soon', protocol: 'smtp' }],
    reply: /5\.5\.127|token will expire soon/i,
    cause: () => l10n.t('This server wants a token with more life left than this one has.'),
    advice: () => l10n.t('Refresh the access token and test at once.'),
    action: () => ({ kind: 'refresh' }),
  },
  {
    code: 'user-not-valid',
    source: 'tarickb/sasl-xoauth2#110',
    confidence: 'certain',
    weight: 'words',
    samples: [{ line: '501 5.5.124 Invalid XOAUTH2 auth data - User address provided is not valid', protocol: 'smtp' }],
    reply: /5\.5\.124|user address provided is not valid/i,
    cause: ({ user }) => l10n.t('The server does not take {0} for an address.', user),
    advice: () => l10n.t('Give the full e-mail address of the mailbox.'),
    action: () => ({ kind: 'edit-account' }),
  },
  {
    code: 'authenticated-not-connected',
    source: 'simonrob/email-oauth2-proxy#74; imapsync/imapsync#411; postalsys/imapflow#314',
    confidence: 'likely',
    weight: 'words',
    samples: [{ line: 'A2 BAD User is authenticated but not connected.', failedPhase: 'mailbox' }],
    phase: 'any',
    reply: /authenticated but not connected/i,
    cause: ({ user, token }) =>
      token.owner === undefined
        ? l10n.t('The token is good, but the mailbox {0} does not open with it.', user)
        : l10n.t('The token is good and belongs to {1}, but the mailbox {0} does not open with it.', user, token.owner),
    advice: () =>
      l10n.t(
        'The token may belong to another account than the address (look who is signed in in the browser), the address may be an alias, or IMAP may be switched off for the mailbox.',
      ),
    action: ({ token, user }) =>
      token.owner === undefined || token.owner === user ? { kind: 'sign-in' } : { kind: 'set-user', user: token.owner },
  },
  {
    code: 'app-only-not-permitted',
    source: 'jstedfast/MailKit#1811; jstedfast/MailKit#1624; MicrosoftDocs/office-developer-exchange-docs pull 304',
    confidence: 'likely',
    weight: 'guess',
    samples: [{ line: 'A1 NO AUTHENTICATE failed.', provider: 'Microsoft', token: { scopes: ['IMAP.AccessAsApp'] } }],
    ownServers: true,
    when: isAppOnly,
    cause: ({ user }) => l10n.t('The application’s own token may not open {0}.', user),
    advice: () =>
      l10n.t(
        'An administrator registers it with New-ServicePrincipal, by the object ID of the Enterprise application (not of the App registration), and grants it the mailbox with Add-MailboxPermission; sending needs SendAs.',
      ),
    action: () => ({
      kind: 'open-page',
      url: 'https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth',
    }),
  },
  {
    code: 'shared-mailbox',
    source: 'jstedfast/MailKit#1412; Webklex/php-imap#252',
    confidence: 'likely',
    weight: 'guess',
    samples: [{ line: 'A1 NO AUTHENTICATE failed.', provider: 'Microsoft', token: { owner: 'bob@example.com' } }],
    ownServers: true,
    when: isAnothersMailbox,
    cause: ({ user, token }) =>
      l10n.t('The token belongs to {0}, who may not open the mailbox {1}.', token.owner ?? '', user),
    advice: ({ user }) =>
      l10n.t(
        'If {0} is a shared mailbox, its owner needs Full Access (SendAs for SMTP), and the address must be the primary one; if not, sign in as {0}.',
        user,
      ),
    action: ({ token }) => (token.owner === undefined ? { kind: 'sign-in' } : { kind: 'set-user', user: token.owner }),
  },
  {
    code: 'microsoft-imap-refused',
    source:
      'MicrosoftDocs/office-developer-exchange-docs#87; jstedfast/MailKit#989; AzureAD/microsoft-authentication-library-for-dotnet#3851',
    confidence: 'possible',
    weight: 'guess',
    samples: [
      { line: 'A1 NO AUTHENTICATE failed.', provider: 'Microsoft' },
      {
        line: '-ERR Authentication failure: unknown user name or bad password.',
        protocol: 'pop3',
        provider: 'Microsoft',
      },
    ],
    ownServers: true,
    reply: /NO AUTHENTICATE failed|-ERR Authentication failure: unknown user/i,
    cause: ({ user }) => l10n.t('Microsoft does not take this token for {0}, and does not say why.', user),
    advice: (report) =>
      l10n.t(
        'In order of likelihood: the token is for Microsoft Graph (scopes must begin with {0}/), {1} is missing, {2} is switched off for the mailbox, or the user is not the mailbox’s primary address.',
        exchangeAddress(report),
        report.protocol === 'pop3' ? 'POP.AccessAsUser.All' : 'IMAP.AccessAsUser.All',
        report.protocol.toUpperCase(),
      ),
    action: (report) => ({
      kind: 'sign-in',
      scope: `${exchangeAddress(report)}/${report.protocol === 'pop3' ? 'POP' : 'IMAP'}.AccessAsUser.All`,
    }),
  },
  {
    code: 'microsoft-smtp-refused',
    source: 'jstedfast/MailKit#1712; tarickb/sasl-xoauth2#43',
    confidence: 'possible',
    weight: 'guess',
    samples: [
      {
        line: '535 5.7.3 Authentication unsuccessful [AM0PR01CA0001.eurprd01.prod.exchangelabs.com]',
        protocol: 'smtp',
      },
    ],
    reply: /^535[ -]5\.7\.(?:3|139)\b/,
    when: ({ provider, reply }) =>
      provider === 'Microsoft' || /\b(?:outlook|exchangelabs)\.com\b/i.test(reply?.line ?? ''),
    cause: ({ user }) => l10n.t('Microsoft does not take this token for {0}, and does not say why.', user),
    advice: (report) =>
      l10n.t(
        'In order of likelihood: the token lacks {0} or is for Microsoft Graph, or it belongs to another user. Sign in again with that scope and exactly this address.',
        `${exchangeAddress(report)}/SMTP.Send`,
      ),
    action: (report) => ({ kind: 'sign-in', scope: `${exchangeAddress(report)}/SMTP.Send` }),
  },
];

/** Microsoft writes its code into the description: `AADSTS50011: The redirect URI …`. */
const aadsts = (...codes: readonly number[]) => new RegExp(`AADSTS(?:${codes.join('|')})\\b`);

const errorRules: readonly ErrorRule[] = [
  {
    name: 'microsoft-redirect',
    source: `${entra}; simonrob/email-oauth2-proxy#133; harishkrupo/oauth2ms#15`,
    samples: [
      {
        error: 'invalid_request',
        description: "AADSTS50011: The redirect URI 'http://127.0.0.1/' specified in the request does not match.",
      },
    ],
    description: aadsts(50011),
    explain: () =>
      l10n.t(
        'The redirect URI is not registered at Microsoft: register http://localhost under “Mobile and desktop applications”, to the letter.',
      ),
  },
  {
    name: 'microsoft-tenant',
    source: `${entra}; simonrob/email-oauth2-proxy#221; pdobsan/oama#33`,
    samples: [
      {
        error: 'unauthorized_client',
        description: "AADSTS700016: Application with identifier 'x' was not found in the directory 'y'.",
      },
      {
        error: 'invalid_request',
        description: 'AADSTS50194: Application is not configured as a multi-tenant application.',
      },
      { error: 'unauthorized_client', description: 'The client does not exist or is not enabled for consumers.' },
      {
        error: 'invalid_request',
        description: 'AADSTS9002332: Application is configured for use by Azure Active Directory users only.',
      },
    ],
    description: new RegExp(`${aadsts(700016, 50020, 50194, 9002332, 9001023).source}|not enabled for consumers`),
    explain: () =>
      l10n.t(
        'Microsoft does not know this application for this kind of account: use the endpoints of the right tenant, or change “Supported account types” in the registration.',
      ),
  },
  {
    name: 'microsoft-consent',
    source: `${entra}; jobisoft/EAS-4-TbSync#96; osTicket/osTicket#5390`,
    samples: [
      {
        error: 'invalid_grant',
        description: 'AADSTS65001: The user or administrator has not consented to use the application.',
      },
      { error: 'access_denied', description: 'AADSTS90094: Admin consent is required.' },
    ],
    description: aadsts(65001, 90094, 65006),
    explain: () =>
      l10n.t(
        'The organisation has not consented to this application: ask its administrator for admin consent to exactly these scopes.',
      ),
  },
  {
    name: 'microsoft-scope',
    source: `${entra}; WPManageNinja/fluent-smtp#154; O365/python-o365#427`,
    samples: [
      {
        error: 'invalid_scope',
        description: 'AADSTS70011: The provided value for the input parameter scope is not valid.',
      },
      {
        error: 'invalid_request',
        description: 'AADSTS28000: scope is not valid because it contains more than one resource.',
      },
    ],
    description: new RegExp(`${aadsts(70011, 28000, 700022, 650053).source}|AADSTS900144:[^']{0,80}'scope'`),
    explain: () =>
      l10n.t(
        'Microsoft does not take these scopes: name those of one resource only (https://outlook.office.com/…), separated by spaces, as the registration lists them.',
      ),
  },
  {
    name: 'microsoft-secret-missing',
    source: `${entra}; mguessan/davmail#184`,
    samples: [
      {
        error: 'invalid_client',
        description:
          "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
      },
    ],
    description: aadsts(7000218),
    explain: () =>
      l10n.t(
        'Microsoft wants a client secret here: give one, or register the redirect URI under “Mobile and desktop applications” and allow public client flows.',
      ),
  },
  {
    name: 'microsoft-secret-unwanted',
    source: entra,
    samples: [
      {
        error: 'invalid_client',
        description:
          'AADSTS700025: Client is public so neither client_assertion nor client_secret should be presented.',
      },
    ],
    description: aadsts(700025),
    explain: () =>
      l10n.t('Microsoft wants no client secret from this public client: edit the account and leave the secret empty.'),
  },
  {
    name: 'microsoft-secret-wrong',
    source: `${entra}; MicrosoftDocs/azure-docs#31986`,
    samples: [
      { error: 'invalid_client', description: 'AADSTS7000215: Invalid client secret provided.' },
      { error: 'invalid_client', description: 'AADSTS7000222: The provided client secret keys are expired.' },
    ],
    description: aadsts(7000215, 7000222),
    explain: () =>
      l10n.t(
        'The client secret is wrong or has expired: create a new one and copy its value, which is shown once, and not its ID.',
      ),
  },
  {
    name: 'microsoft-session-ended',
    source: `${entra}; simonrob/email-oauth2-proxy#181`,
    samples: [
      { error: 'invalid_grant', description: 'AADSTS700082: The refresh token has expired due to inactivity.' },
      { error: 'invalid_grant', description: 'AADSTS50173: The provided grant has expired due to it being revoked.' },
    ],
    description: aadsts(50173, 700082, 70043, 70008),
    explain: () =>
      l10n.t('Microsoft has ended this sign-in (password changed, revoked, or too long unused): sign in again.'),
  },
  {
    name: 'microsoft-policy',
    source: `${entra}; simonrob/email-oauth2-proxy#181`,
    samples: [
      { error: 'invalid_grant', description: 'AADSTS50076: you must use multi-factor authentication.' },
      { error: 'access_denied', description: 'AADSTS53003: Access has been blocked by Conditional Access policies.' },
    ],
    description: aadsts(50076, 50079, 53003, 53000, 530035, 50126, 50055, 50057),
    explain: () =>
      l10n.t(
        'The organisation’s sign-in rules are not met (second factor, device, policy or the account itself): sign in again in the browser, and ask the administrator if that does not help.',
      ),
  },
];

/** Outlook.com and Microsoft 365. */
export const microsoft: ProviderProfile = { name: 'Microsoft', signIn, servers, rules, errorRules };
