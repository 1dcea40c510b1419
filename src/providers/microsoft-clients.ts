import type { Provider } from './provider-profile.js';

/** The settings that clients of Microsoft 365 share in all clouds. */
export const microsoftClients = {
  authorizationParameters: { prompt: 'select_account' },
  requiresAddress: true,
  redirects: ['loopback', 'relay', 'paste'],
  // A public client must not send a secret; the portal accepts `http://localhost`.
  loopbackRedirectUri: 'http://localhost',
  clientSecret: 'optional',
  deviceGrant: true,
  // Consumer and tenant endpoints answer AADSTS900144 to a refresh without scopes.
  refreshNamesScopes: true,
  // https://learn.microsoft.com/entra/identity-platform/refresh-tokens: an old token remains valid.
  refreshTokenIsReusable: true,
} as const satisfies Partial<Provider>;

/**
 * The delegated scopes and the mail servers of Exchange Online in a cloud.
 *
 * @param exchange the URL that is the prefix of scopes
 * @param mail the host for IMAP and POP3
 * @param smtp the host for SMTP
 */
export function exchangeOnline(exchange: string, mail: string, smtp: string): Pick<Provider, 'scopes' | 'mailServers'> {
  return {
    scopes: [
      `${exchange}/IMAP.AccessAsUser.All`,
      `${exchange}/POP.AccessAsUser.All`,
      `${exchange}/SMTP.Send`,
      'offline_access',
    ],
    mailServers: {
      imap: { host: mail, port: 993, security: 'tls' },
      smtp: { host: smtp, port: 587, security: 'starttls' },
      pop3: { host: mail, port: 995, security: 'tls' },
    },
  };
}
