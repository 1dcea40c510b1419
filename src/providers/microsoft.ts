import type { Provider, ProviderProfile, ServerGroup } from './provider-profile.js';
import { exchangeOnline, microsoftClients } from './microsoft-clients.js';
import { microsoftErrorRules } from './microsoft-errors.js';
import { highVolumeHosts } from './microsoft-facts.js';
import { microsoftGuesses } from './microsoft-guesses.js';
import { microsoftServer } from './microsoft-server.js';
import { microsoftSending } from './microsoft-sending.js';
import { microsoftWords } from './microsoft-words.js';

/** The domains of personal accounts. */
const personalDomains = /^(?:outlook|hotmail|live)\.[a-z]{2,3}(?:\.[a-z]{2})?$|^(?:msn|passport|windowslive)\.com$/i;

/**
 * Outlook.com and Microsoft 365.
 *
 * @see https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
 * @see https://learn.microsoft.com/entra/identity-platform/reply-url
 */
const signIn: Provider = {
  ...microsoftClients,
  id: 'microsoft',
  name: 'Microsoft',
  description: 'Outlook.com, Microsoft 365',
  server: microsoftServer('common'),
  ...exchangeOnline('https://outlook.office.com', 'outlook.office365.com', 'smtp.office365.com'),
  // MicrosoftDocs/office-developer-exchange-docs: the token endpoint of the tenant, and this scope.
  clientCredentials: { scopes: ['https://outlook.office365.com/.default'] },
  accessPage: (email) =>
    personalDomains.test(email.split('@')[1] ?? '')
      ? 'https://account.live.com/consent/Manage'
      : 'https://myapps.microsoft.com/',
  registrationUrl: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
};

/** Exchange Online in one cloud. Scopes have its URL as a prefix, or none as in a JWT. */
function exchangeServers(hosts: RegExp, ...addresses: readonly [string, ...string[]]): ServerGroup {
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
  { hosts: highVolumeHosts, mechanisms: ['XOAUTH2'] },
  exchangeServers(
    /(?:(?:^|(?<!\.mail\.protection)\.)outlook\.com|(?:^|\.)office365\.com|(?:^|\.)outlook\.office\.com|^smtp\.live\.com)$/i,
    'https://outlook.office.com',
    'https://outlook.office365.com',
    // MicrosoftDocs/office-developer-exchange-docs (the scope of application access); MailKit, ExchangeOAuth2.md
    'https://ps.outlook.com',
  ),
  // GCC High and DoD: tarickb/sasl-xoauth2, postalsys/emailengine (lib/oauth2-apps.js)
  exchangeServers(
    /(?:^|\.)(?:outlook|outlook-dod|smtp)\.office365\.us$/i,
    'https://outlook.office365.us',
    'https://outlook-dod.office365.us',
  ),
  // China: the same
  exchangeServers(/^partner\.outlook\.cn$/i, 'https://partner.outlook.cn'),
];

/** Outlook.com and Microsoft 365. */
export const microsoft: ProviderProfile = {
  name: 'Microsoft',
  signIn,
  domains: personalDomains,
  servers,
  mxHosts: /\.mail\.protection\.outlook\.com$|(?<!\.hve)\.mx\.microsoft$/i,
  rules: [...microsoftSending, ...microsoftWords, ...microsoftGuesses],
  errorRules: microsoftErrorRules,
};
