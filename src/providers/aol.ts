import * as l10n from '@vscode/l10n';
import type { ProviderProfile } from './provider-profile.js';
import { yahooClients } from './yahoo-clients.js';

/** AOL Mail. Its mail servers are Yahoo's; their rules are in `yahoo.ts`. The endpoints are from Thunderbird. */
export const aol: ProviderProfile = {
  name: 'AOL',
  domains: /^(?:aol|aim|verizon)\.(?:com|net|de|fr|co\.uk)$/i,
  servers: [],
  signIn: {
    ...yahooClients,
    id: 'aol',
    name: 'AOL',
    description: 'AOL Mail, with a client that AOL has approved',
    server: {
      authorizationEndpoint: 'https://api.login.aol.com/oauth2/request_auth',
      tokenEndpoint: 'https://api.login.aol.com/oauth2/get_token',
    },
    mailServers: {
      imap: { host: 'imap.aol.com', port: 993, security: 'tls' },
      smtp: { host: 'smtp.aol.com', port: 465, security: 'tls' },
      pop3: { host: 'pop.aol.com', port: 995, security: 'tls' },
    },
    accessPage: () => 'https://login.aol.com/account/security',
    registrationClosed: () =>
      l10n.t(
        'AOL approves clients for mail individually, and rarely new ones. Use a client that it has approved, or an app password.',
      ),
  },
};
