import type { Provider } from './provider-profile.js';

/**
 * Gmail and Google Workspace. A *Desktop app* client takes any loopback port and still needs its secret;
 * custom schemes and copying a code by hand (OOB) are refused; a *Web application* client takes https.
 *
 * @see https://developers.google.com/identity/protocols/oauth2/native-app
 * @see https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
 */
export const google: Provider = {
  id: 'google',
  name: 'Google',
  description: 'Gmail, Google Workspace',
  server: {
    issuer: 'https://accounts.google.com',
    authorizationEndpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenEndpoint: 'https://oauth2.googleapis.com/token',
    revocationEndpoint: 'https://oauth2.googleapis.com/revoke',
    clientAuthMethods: ['client_secret_post'],
  },
  scopes: ['https://mail.google.com/'],
  // A refresh token comes only with offline access, and again only with a new consent.
  authorizationParameters: { access_type: 'offline', prompt: 'consent' },
  mailServers: {
    imap: { host: 'imap.gmail.com', port: 993, security: 'tls' },
    smtp: { host: 'smtp.gmail.com', port: 465, security: 'tls' },
    pop3: { host: 'pop.gmail.com', port: 995, security: 'tls' },
  },
  redirects: ['loopback', 'relay', 'paste'],
  loopbackRedirectUri: 'http://127.0.0.1/',
  clientSecret: 'required',
  refreshNamesScopes: false,
  registrationUrl: 'https://console.cloud.google.com/auth/clients',
};
