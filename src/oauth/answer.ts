import * as l10n from '@vscode/l10n';
import { errorOf, messageOf, parseFields, type Fields, type SaidError } from './answer-fields.js';
import { responseText } from './body-text.js';
import { OAuthError, serverError } from './errors.js';
import { errorOfCutJson } from './other-formats.js';
import { isReasonPhrase, standardCode } from './standard-code.js';
import { rateLimited, unexpectedAnswer, wordsOf, type AnswerContext } from './unexpected-answer.js';

/** As ms it is in 1973, as s in the year 5138. */
const firstDateInMs = 1e11;

/** A longer lifetime is treated as a date or as “never”, in seconds: ten years. */
const longestLife = 315_360_000;

/**
 * Normalizes the response of a token endpoint to RFC 6749 §5.1. Accepts JSON of any content type, form encoding,
 * UTF-16, `null` for absent fields, an array of scopes, and a missing `token_type` (treated as `Bearer`).
 *
 * @throws {OAuthError} `server-error` for an `error`, whatever the HTTP status; `rate-limited`, `unavailable`, or
 * `bad-response` with what came instead
 */
export async function normalizeTokenAnswer(response: Response, context: AnswerContext): Promise<Fields> {
  const text = await responseText(response);
  const fields = parseFields(text);
  throwServerError(response, text, context);
  const { access_token: accessToken, ...others } = withoutOtherTypes(fields ?? {});
  // Some servers prefix the token with the HTTP authentication scheme.
  const token = (textOfToken(accessToken) ?? '').trim().replace(/^Bearer\s+/i, '');
  if (!response.ok || token === '') throw unexpectedAnswer(response, text, context);
  requireTokenCharacters([token, others['refresh_token']], context);
  const { scope, token_type: type, error: _noError, ...more } = others;
  const { expires_in: expiresIn, expires_on: expiresOn, expires_at: expiresAt, expires, ...rest } = more;
  return {
    access_token: token,
    ...rest,
    token_type: tokenType(type, context),
    ...scopes(scope),
    ...(lifetime(expiresIn) ?? lifetimeUntil(expiresOn ?? expiresAt, context) ?? lifetimeOrEnd(expires, context)),
  };
}

/** Serialized objects of frameworks contain the token in a field of its own, and some lists contain nothing else. */
function textOfToken(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const inner: unknown[] = Array.isArray(value)
    ? value
    : ['value', 'token', 'access_token', 'accessToken'].flatMap((name) => {
        const field = (value as Fields)[name];
        return field === undefined ? [] : [field];
      });
  return inner.length === 1 && typeof inner[0] === 'string' ? inner[0] : undefined;
}

/** Without what is no text where RFC 6749 §5.1 and OpenID Connect Core §3.1.3.3 have one, such as `false`. */
function withoutOtherTypes({ refresh_token: refreshToken, id_token: idToken, ...others }: Fields): Fields {
  const refresh = textOfToken(refreshToken);
  return {
    ...others,
    ...(refresh === undefined ? {} : { refresh_token: refresh }),
    ...(typeof idToken === 'string' ? { id_token: idToken } : {}),
  };
}

/** Throws the error that a response contains, in any format, or that its status implies. @throws {OAuthError} */
export function throwServerError(response: Response, text: string, context: AnswerContext): void {
  const { status } = response;
  const fields = parseFields(text);
  const said = (fields === undefined ? errorOfCut(text) : errorOf(fields)) ?? errorOfChallenge(response);
  if (status === 429) throw rateLimited(response, text, context);
  // Spring asks for the client's authentication so.
  const asksForClient = /full authentication is required|\bclient\b/i.test(said?.description ?? '');
  if (status === 401 && /^unauthorized$/i.test(said?.error ?? '') && asksForClient) {
    throw serverError('invalid_client', said?.description, context.redact, context.grant);
  }
  const ofFramework = fields?.['error_description'] === undefined && isReasonPhrase(said?.error ?? '');
  if (said !== undefined && !ofFramework) {
    // Standard error codes may come with HTTP 500 too; any other error is a server failure.
    if (status >= 500 && !standardError.test(said.error)) throw unexpectedAnswer(response, text, context);
    throw serverError(said.error, said.description, context.redact, context.grant);
  }
  if (status === 401) throwUnauthorized(response, text, context);
  if (said !== undefined) throw unexpectedAnswer(response, text, context);
}

/** The error in JSON that ends too early. */
function errorOfCut(text: string): SaidError | undefined {
  const error = standardCode(errorOfCutJson(text) ?? '');
  return error === undefined ? undefined : { error, description: undefined };
}

const standardError = /^(?:invalid|bad|unsupported|access|unauthorized|interaction|login|consent|temporarily|server)_/i;

/** The error in the challenge of an answer that has none in its body. RFC 6750 §3. */
function errorOfChallenge({ ok, headers }: Response): SaidError | undefined {
  const challenge = headers.get('www-authenticate') ?? '';
  const error = /\berror=(?:"([^"]{1,100})"|([\w.-]{1,100}))/.exec(challenge);
  const description = /\berror_description="([^"]{1,500})"/.exec(challenge)?.[1];
  return ok || error === null ? undefined : { error: error[1] ?? error[2] ?? '', description };
}

/**
 * A 401 without an error means the client's authentication (RFC 6749 §5.2), unless a web page came, or its words are
 * about a token.
 */
function throwUnauthorized({ headers }: Response, text: string, { redact, grant }: AnswerContext): void {
  const isPage = /^\s*</.test(text);
  if (isPage && !headers.has('www-authenticate')) return;
  const words = messageOf(parseFields(text)) ?? (isPage ? undefined : wordsOf(text));
  if (words !== undefined && /\btoken\b/i.test(words) && !/client|secret|credential/i.test(words)) return;
  throw serverError('invalid_client', words, redact, grant);
}

/** RFC 6749 appendix A.12 and A.17. A token is printed, copied and sent, so it must not contain control characters. */
function requireTokenCharacters(tokens: readonly unknown[], { endpoint }: AnswerContext): void {
  if (tokens.every((token) => typeof token !== 'string' || /^[ -~]*$/.test(token))) return;
  throw new OAuthError(
    'bad-response',
    l10n.t(
      '{0} sent a token with characters that are not allowed in one (RFC 6749, appendix A), so it is not used. Check the endpoint.',
      new URL(endpoint).host,
    ),
  );
}

/**
 * RFC 9449 §5 and others: a token bound to a key. Any other type, or none, is treated as Bearer: the mail login will
 * show whether it works.
 */
function tokenType(type: unknown, { endpoint }: AnswerContext): string {
  const { host } = new URL(endpoint);
  switch (typeof type === 'string' ? type.toLowerCase() : '') {
    case 'dpop':
      throw new OAuthError(
        'bad-response',
        l10n.t(
          '{0} issued an access token that is bound to a key (DPoP). SASL has no way to use such a token. Register the client without DPoP.',
          host,
        ),
      );
    case 'mac':
    case 'pop':
      throw new OAuthError(
        'bad-response',
        l10n.t(
          '{0} issued an access token that is bound to a key (its type is {1}). SASL has no way to use such a token. Ask for a token of the type Bearer.',
          host,
          String(type),
        ),
      );
    default:
      return 'Bearer';
  }
}

function scopes(value: unknown): { readonly scope?: string } {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  // RFC 6749 §3.3 separates them by spaces; a comma is part of no scope that is known.
  const names = list.filter((one) => typeof one === 'string').map((one) => one.replaceAll(',', ' '));
  return names.length === 0 ? {} : { scope: names.join(' ') };
}

function lifetime(value: unknown): { readonly expires_in: number } | undefined {
  const seconds = toNumber(value) ?? durationInSeconds(value);
  return seconds !== undefined && seconds >= 0 && seconds < longestLife
    ? { expires_in: Math.floor(seconds) }
    : undefined;
}

/** The lifetime of a token whose expiry is given as a date: in s or ms since 1970, or in ISO 8601 format. */
function lifetimeUntil(value: unknown, { now }: AnswerContext): ReturnType<typeof lifetime> {
  const number = toNumber(value);
  const date = number ?? (typeof value === 'string' ? Date.parse(value) : NaN);
  const isSeconds = number !== undefined && number < firstDateInMs;
  return lifetime(((isSeconds ? date * 1000 : date) - now()) / 1000);
}

/** What `expires` means differs among servers: a life, or when it ends. */
function lifetimeOrEnd(value: unknown, context: AnswerContext): ReturnType<typeof lifetime> {
  return lifetime(value) ?? lifetimeUntil(value, context);
}

/** A life with a unit, such as `1h` or `3600 seconds`, or in the format of ISO 8601 §5.5.2 (`PT1H`), in seconds. */
function durationInSeconds(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const [, amount, unit = ''] = /^(\d{1,9}) ?(s|m|h|d|sec|min|(?:second|minute|hour|day)s?)$/i.exec(value.trim()) ?? [];
  if (amount !== undefined) return Number(amount) * (secondsOf.get(unit.charAt(0).toLowerCase()) ?? NaN);
  const iso = /^P(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?$/.exec(value.trim());
  if (iso === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = iso
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  const total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
  return total > 0 ? total : undefined;
}

const secondsOf: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
]);

function toNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && !Number.isNaN(number) ? number : undefined;
}
