import * as l10n from '@vscode/l10n';

const meanings: Readonly<Record<string, () => string>> = {
  alg: () => l10n.t('how the token is signed'),
  typ: () => l10n.t('the kind of token'),
  kid: () => l10n.t('the key that signed it'),
  x5t: () => l10n.t('the certificate of the key that signed it'),
  iss: () => l10n.t('the authorization server that issued it'),
  aud: () => l10n.t('the servers that it is intended for'),
  sub: () => l10n.t('the user, by an identifier of the authorization server'),
  exp: () => l10n.t('when it expires'),
  nbf: () => l10n.t('when it becomes valid'),
  iat: () => l10n.t('when it was issued'),
  auth_time: () => l10n.t('when the user signed in'),
  jti: () => l10n.t('the unique ID of the token'),
  scope: () => l10n.t('what it allows'),
  scp: () => l10n.t('what it allows on behalf of the user (Microsoft)'),
  roles: () => l10n.t('what it allows an application without a user (Microsoft)'),
  azp: () => l10n.t('the client that it was issued to'),
  appid: () => l10n.t('the client that it was issued to (Microsoft)'),
  app_displayname: () => l10n.t('the name of the client (Microsoft)'),
  client_id: () => l10n.t('the client that it was issued to'),
  appidacr: () => l10n.t('how the client authenticated: 0 not at all, 1 with a secret, 2 with a certificate'),
  azpacr: () => l10n.t('how the client authenticated: 0 not at all, 1 with a secret, 2 with a certificate'),
  acr: () => l10n.t('how the user authenticated'),
  amr: () => l10n.t('how the user authenticated, such as pwd and mfa'),
  tid: () => l10n.t('the tenant (Microsoft)'),
  oid: () => l10n.t('the user or the application, by its object ID in the tenant (Microsoft)'),
  idtyp: () => l10n.t('whether it belongs to a user or to an application (Microsoft)'),
  upn: () => l10n.t('the user’s sign-in name (Microsoft)'),
  unique_name: () => l10n.t('the user’s sign-in name (Microsoft)'),
  preferred_username: () => l10n.t('the user’s sign-in name'),
  email: () => l10n.t('the user’s email address'),
  email_verified: () => l10n.t('whether the email address was verified'),
  name: () => l10n.t('the user’s name'),
  ver: () => l10n.t('the version of the token’s format (Microsoft)'),
  cnf: () => l10n.t('the key that the token is bound to'),
  sid: () => l10n.t('the sign-in session'),
  ipaddr: () => l10n.t('the IP address that the user signed in from'),
};

/** What a claim of a JWT means; empty for one that is not known. RFC 7519, RFC 9068, Microsoft's access tokens. */
export function claimMeaning(name: string): string {
  return meanings[name]?.() ?? '';
}

/** A claim's value with its time in words, where it is a time. */
export function claimValue(name: string, value: string): string {
  if (!['exp', 'nbf', 'iat', 'auth_time'].includes(name)) return value;
  const ms = Number(value) * 1000;
  return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15 ? `${value} (${new Date(ms).toISOString()})` : value;
}
