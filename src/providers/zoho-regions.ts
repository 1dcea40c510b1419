import type { Provider, ProviderProfile } from './provider-profile.js';

interface Region {
  /** The domain of the accounts server and the mail servers. */
  readonly domain: string;
  readonly place: string;
}

/** https://www.zoho.com/accounts/protocol/oauth/multi-dc.html */
const regions: readonly Region[] = [
  { domain: 'zoho.com', place: 'United States' },
  { domain: 'zoho.eu', place: 'Europe' },
  { domain: 'zoho.in', place: 'India' },
  { domain: 'zoho.com.au', place: 'Australia' },
  { domain: 'zoho.jp', place: 'Japan' },
  { domain: 'zoho.sa', place: 'Saudi Arabia' },
  { domain: 'zohocloud.ca', place: 'Canada' },
];

/**
 * Tokens are valid in their own region only. The documentation of the protocol scopes registers a Self Client, which
 * has a secret.
 */
function signIn({ domain, place }: Region): Provider {
  return {
    id: `zoho-${domain.split('.').at(-1) ?? ''}`,
    name: `Zoho (${place})`,
    description: `accounts of ${domain}`,
    server: {
      authorizationEndpoint: `https://accounts.${domain}/oauth/v2/auth`,
      tokenEndpoint: `https://accounts.${domain}/oauth/v2/token`,
      revocationEndpoint: `https://accounts.${domain}/oauth/v2/token/revoke`,
      clientAuthMethods: ['client_secret_post'],
    },
    // https://www.zoho.com/mail/help/sasl-xoauth2-smtp-imap-pop-protocol-exchange.html
    scopes: ['ZOHOMAIL.PROTOCOL.IMAP', 'ZOHOMAIL.PROTOCOL.POP'],
    authorizationParameters: { access_type: 'offline', prompt: 'consent' },
    mailServers: {
      imap: { host: `imap.${domain}`, port: 993, security: 'tls' },
      smtp: { host: `smtp.${domain}`, port: 465, security: 'tls' },
      pop3: { host: `pop.${domain}`, port: 995, security: 'tls' },
    },
    redirects: ['relay', 'paste'],
    loopbackRedirectUri: 'http://127.0.0.1/',
    clientSecret: 'required',
    deviceGrant: true,
    refreshNamesScopes: false,
    refreshTokenIsReusable: true,
    // https://www.zoho.com/accounts/protocol/oauth/revoke-refresh-token.html: under Sessions, Connected Apps.
    accessPage: () => `https://accounts.${domain}/`,
    registrationUrl: `https://api-console.${domain}/`,
  };
}

/** Zoho Mail, one profile per data center, which is recognized by the MX. The rules are in `zoho.ts`. */
export const zohoRegions: readonly ProviderProfile[] = regions.map((region) => ({
  name: `Zoho (${region.place})`,
  signIn: signIn(region),
  servers: [],
  mxHosts: new RegExp(`^mx\\d?\\.${region.domain.replaceAll('.', '\\.')}$`, 'i'),
}));
