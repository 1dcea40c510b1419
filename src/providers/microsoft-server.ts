import type { AuthorizationServer } from '../oauth/types.js';

/**
 * Microsoft's authorization server for a tenant. The issuer of `common` contains a placeholder and cannot be compared,
 * so it is omitted.
 *
 * @param tenant `common`, `organizations`, `consumers`, the ID of a tenant, or one of its domains
 * @param login the host of the identity platform, which depends on the cloud
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code
 */
export function microsoftServer(tenant: string, login = 'login.microsoftonline.com'): AuthorizationServer {
  const base = `https://${login}/${tenant}/oauth2/v2.0`;
  return {
    authorizationEndpoint: `${base}/authorize`,
    tokenEndpoint: `${base}/token`,
    deviceAuthorizationEndpoint: `${base}/devicecode`,
    clientAuthMethods: ['client_secret_post'],
  };
}

/** Whether a tenant's name stands for many tenants, for which app-only tokens cannot be issued. */
export function isManyTenants(tenant: string): boolean {
  return /^(?:common|organizations|consumers)$/i.test(tenant);
}

/** Whether a text can be the ID of a tenant or one of its domains. */
export function isTenant(text: string): boolean {
  return /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text);
}
