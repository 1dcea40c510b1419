import * as l10n from '@vscode/l10n';
import { defined } from '../common/defined.js';
import { parseJsonObject, type JsonObject } from '../common/json-object.js';
import { splitScopes } from '../oauth/token-endpoint.js';
import { known, value, type Import, type ImportedAccount } from './imported-account.js';

/**
 * Parses JSON with tokens: a decrypted token file of `mutt_oauth2.py`, a decrypted record of oama, or the response of a
 * token endpoint, which is also the output of `--json`.
 *
 * @param now ms since 1970
 * @returns `undefined` for any other text
 */
export function importJson(text: string, now: number): Import | undefined {
  const fields = parseJsonObject(text);
  if (fields === undefined) return undefined;
  const accessToken = value(fields['access_token']);
  const refreshToken = value(fields['refresh_token']);
  if (accessToken === undefined && refreshToken === undefined) return undefined;
  const tokens = { accessToken, refreshToken, email: value(fields['email']) };
  if ('registration' in fields) return fromMutt(fields, tokens);
  if ('exp_date' in fields || 'service' in fields) return fromOama(fields, tokens);
  const account = { ...provider(undefined), ...tokens, scopes: scopesOf(fields), expiresAt: expiry(fields, now) };
  return { program: l10n.t('a token response'), accounts: [defined(account)], remarks: [] };
}

type Tokens = Readonly<Record<'accessToken' | 'refreshToken' | 'email', string | undefined>>;

/** muttmua/mutt, contrib/mutt_oauth2.py: the client is in the source of the program. */
function fromMutt(fields: JsonObject, tokens: Tokens): Import {
  const grant = fields['authflow'] === 'devicecode' ? ('device' as const) : undefined;
  const account = {
    ...provider(value(fields['registration'])),
    ...tokens,
    grant,
    clientId: value(fields['client_id']),
    clientSecret: value(fields['client_secret']),
    // Written in local time without a zone, as `Date.parse` reads it.
    expiresAt: moment(fields['access_token_expiration']),
  };
  const remarks =
    account.clientId === undefined
      ? [l10n.t('mutt_oauth2.py keeps the client ID and the secret in the program itself. Copy them from there.')]
      : [];
  return { program: 'mutt_oauth2.py', accounts: [defined(account)], remarks };
}

/** pdobsan/oama, lib/OAMa/Environment.hs (`AuthRecord`): the client is in its config.yaml. */
function fromOama(fields: JsonObject, tokens: Tokens): Import {
  const account = {
    ...provider(value(fields['service'])),
    ...tokens,
    scopes: scopesOf(fields),
    expiresAt: moment(fields['exp_date']),
  };
  const remarks = [l10n.t('oama keeps the client ID and the secret in its config.yaml. Copy them from there.')];
  return { program: 'oama', accounts: [defined(account)], remarks };
}

function provider(name: string | undefined): Pick<ImportedAccount, 'provider' | 'server'> {
  return name === 'google' || name === 'microsoft' ? known(name) : { provider: 'other' };
}

function scopesOf(fields: JsonObject): string[] | undefined {
  const scope = value(fields['scope']);
  return scope === undefined ? undefined : splitScopes(scope);
}

function expiry(fields: JsonObject, now: number): number | undefined {
  const seconds = fields['expires_in'];
  return typeof seconds === 'number' && seconds >= 0 && seconds < 1e9 ? now + seconds * 1000 : undefined;
}

function moment(text: unknown): number | undefined {
  // Python writes microseconds.
  const ms = typeof text === 'string' ? Date.parse(text.trim().replace(/(\.\d{3})\d+/, '$1')) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
