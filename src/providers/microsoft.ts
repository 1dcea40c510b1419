import type { Provider } from './provider-profile.js';

const authority = 'https://login.microsoftonline.com/common/oauth2/v2.0';

/**
 * Outlook.com and Microsoft 365. The issuer of the `common` authority holds a placeholder and cannot be
 * compared, so none is given. A public client must not send a secret; the portal takes `http://localhost`.
 *
 * @see https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
 * @see https://learn.microsoft.com/entra/identity-platform/reply-url
 */
export const microsoft: Provider = {
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
  registrationUrl: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
};
