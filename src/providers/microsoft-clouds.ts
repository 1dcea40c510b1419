import type { AuthorizationServer } from '../oauth/types.js';
import { exchangeOnline, microsoftClients } from './microsoft-clients.js';
import { microsoftServer } from './microsoft-server.js';
import type { Provider, ProviderProfile } from './provider-profile.js';

interface Cloud {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly login: string;
  /** The URL of Exchange Online, which is the prefix of scopes. */
  readonly exchange: string;
  readonly mail: string;
  readonly smtp: string;
}

/** tarickb/sasl-xoauth2 README (login and scope hosts); postalsys/emailengine, lib/oauth2-apps.js (mail hosts) */
const clouds: readonly Cloud[] = [
  {
    id: 'microsoft-gcc-high',
    name: 'Microsoft (GCC High)',
    description: 'Microsoft 365 for US government, GCC High',
    login: 'login.microsoftonline.us',
    exchange: 'https://outlook.office365.us',
    mail: 'outlook.office365.us',
    smtp: 'smtp.office365.us',
  },
  {
    id: 'microsoft-dod',
    name: 'Microsoft (DoD)',
    description: 'Microsoft 365 for US government, DoD',
    login: 'login.microsoftonline.us',
    exchange: 'https://outlook.office365.us',
    mail: 'outlook-dod.office365.us',
    smtp: 'outlook-dod.office365.us',
  },
  {
    id: 'microsoft-china',
    name: 'Microsoft (China)',
    description: 'Microsoft 365 operated by 21Vianet',
    login: 'login.partner.microsoftonline.cn',
    exchange: 'https://partner.outlook.cn',
    mail: 'partner.outlook.cn',
    smtp: 'partner.outlook.cn',
  },
];

/** These clouds have no personal accounts, so the default tenant is `organizations`. */
function signIn({ id, name, description, login, exchange, mail, smtp }: Cloud): Provider {
  return {
    ...microsoftClients,
    ...exchangeOnline(exchange, mail, smtp),
    id,
    name,
    description,
    server: microsoftServer('organizations', login),
  };
}

/** The national clouds of Microsoft 365. The rules for their servers are in `microsoft.ts`. */
export const microsoftClouds: readonly ProviderProfile[] = clouds.map((cloud) => ({
  name: cloud.name,
  signIn: signIn(cloud),
  servers: [],
  ...(cloud.id === 'microsoft-china'
    ? { mxHosts: /\.mail\.protection\.partner\.outlook\.cn$/i }
    : cloud.id === 'microsoft-gcc-high'
      ? { mxHosts: /\.mail\.protection\.office365\.us$/i }
      : {}),
}));

const loginHosts: readonly string[] = ['login.microsoftonline.com', ...clouds.map(({ login }) => login)];

/** The tenant in an endpoint of Microsoft's identity platform, in any cloud; `undefined` for other endpoints. */
export function tenantOf(endpoint: string): string | undefined {
  const { host, pathname } = new URL(endpoint);
  return loginHosts.includes(host) ? pathname.split('/')[1] : undefined;
}

/**
 * Replaces the tenant in an endpoint of Microsoft's identity platform: an ID, a domain, `common`, `organizations` or
 * `consumers`.
 */
export function withTenant(endpoint: string, tenant: string): string {
  if (tenantOf(endpoint) === undefined) return endpoint;
  const url = new URL(endpoint);
  url.pathname = ['', encodeURIComponent(tenant), ...url.pathname.split('/').slice(2)].join('/');
  return url.href;
}

/** Replaces the tenant in all endpoints of a server. The issuer is removed, because it contains the old one. */
export function serverInTenant({ issuer: _, ...server }: AuthorizationServer, tenant: string): AuthorizationServer {
  const { authorizationEndpoint, tokenEndpoint, deviceAuthorizationEndpoint: device } = server;
  return {
    ...server,
    authorizationEndpoint: withTenant(authorizationEndpoint, tenant),
    tokenEndpoint: withTenant(tokenEndpoint, tenant),
    ...(device === undefined ? {} : { deviceAuthorizationEndpoint: withTenant(device, tenant) }),
  };
}
