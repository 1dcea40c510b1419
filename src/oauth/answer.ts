import { STATUS_CODES } from 'node:http';
import * as l10n from '@vscode/l10n';
import { errorOf, messageOf, parseFields, type Fields } from './answer-fields.js';
import { responseText } from './body-text.js';
import { OAuthError, serverError } from './errors.js';
import { rateLimited, unexpectedAnswer, wordsOf, type AnswerContext } from './unexpected-answer.js';

/** Of 1973 in ms, and of the year 5138 in s. */
const firstDateInMs = 1e11;

/** A longer life is taken for a date or for “never”, in seconds: ten years. */
const longestLife = 315_360_000;

/**
 * The answer of a token endpoint in the form of RFC 6749 §5.1, whatever form the server gave it: JSON of any
 * content type, form-encoded, in UTF-16, with `null` for what is absent, with a list of scopes, or without
 * `token_type`, which mail servers take as `Bearer`.
 *
 * @throws {OAuthError} `server-error` for an `error`, whatever the HTTP status; `rate-limited`, `unavailable`, or
 * `bad-response` with what came instead
 */
export async function normalizeTokenAnswer(response: Response, context: AnswerContext): Promise<Fields> {
  const text = await responseText(response);
  const fields = parseFields(text);
  throwServerError(response, text, context);
  const { access_token: accessToken, ...others } = fields ?? {};
  // Some servers put the scheme of HTTP before the token.
  const token = typeof accessToken === 'string' ? accessToken.trim().replace(/^Bearer\s+/i, '') : '';
  if (!response.ok || token === '') throw unexpectedAnswer(response, text, context);
  requireTokenCharacters([token, others['refresh_token']], context);
  const { scope, token_type: type, error: _noError, ...more } = others;
  const { expires_in: expiresIn, expires_on: expiresOn, expires_at: expiresAt, ...rest } = more;
  return {
    access_token: token,
    ...rest,
    token_type: tokenType(type, context),
    ...scopes(scope),
    ...(lifetime(expiresIn) ?? lifetimeUntil(expiresOn ?? expiresAt, context)),
  };
}

/** Throws the error that an answer holds, in whatever shape, or that its status stands for. @throws {OAuthError} */
export function throwServerError(response: Response, text: string, context: AnswerContext): void {
  const { status } = response;
  const fields = parseFields(text);
  const said = fields === undefined ? undefined : errorOf(fields);
  if (status === 429) throw rateLimited(response, text, context);
  const ofFramework = fields?.['error_description'] === undefined && isReasonPhrase(said?.error ?? '');
  if (said !== undefined && !ofFramework) {
    // Errors of the standards come with HTTP 500 too; any other is the server's own fault.
    if (status >= 500 && !standardError.test(said.error)) throw unexpectedAnswer(response, text, context);
    throw serverError(said.error, said.description, context.redact);
  }
  if (status === 401) throwUnauthorized(response, text, context);
  if (said !== undefined) throw unexpectedAnswer(response, text, context);
}

/** Frameworks put the words of the HTTP status into `error`, such as “Not Found”. It is none of OAuth's then. */
const isReasonPhrase = (error: string): boolean =>
  Object.values(STATUS_CODES).some((phrase) => phrase?.toLowerCase() === error.toLowerCase());

const standardError = /^(?:invalid|bad|unsupported|access|unauthorized|interaction|login|consent|temporarily|server)_/i;

/** A 401 without an error means the client's authentication (RFC 6749 §5.2), unless a web page came. */
function throwUnauthorized({ headers }: Response, text: string, { redact }: AnswerContext): void {
  const challenge = headers.get('www-authenticate') ?? '';
  const isPage = /^\s*</.test(text);
  if (isPage && challenge === '') return;
  const fields = parseFields(text);
  throw serverError(
    /\berror="([^"]{1,100})"/.exec(challenge)?.[1] ?? 'invalid_client',
    /\berror_description="([^"]{1,500})"/.exec(challenge)?.[1] ??
      messageOf(fields) ??
      (isPage ? undefined : wordsOf(text)),
    redact,
  );
}

/** RFC 6749 appendix A.12 and A.17. A token is printed, copied and sent, so that none may control a terminal. */
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

/** RFC 9449 §5 and others: a token bound to a key. Any other word, or none, is taken as Bearer: the mail login tells. */
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
  const names = list.filter((one) => typeof one === 'string');
  return names.length === 0 ? {} : { scope: names.join(' ') };
}

function lifetime(value: unknown): { readonly expires_in: number } | undefined {
  const seconds = toNumber(value);
  return seconds !== undefined && seconds >= 0 && seconds < longestLife
    ? { expires_in: Math.floor(seconds) }
    : undefined;
}

/** The life of a token whose end is given as a date: in s or ms since 1970, or in the form of ISO 8601. */
function lifetimeUntil(value: unknown, { now }: AnswerContext): ReturnType<typeof lifetime> {
  const number = toNumber(value);
  const date = number ?? (typeof value === 'string' ? Date.parse(value) : NaN);
  const isSeconds = number !== undefined && number < firstDateInMs;
  return lifetime(((isSeconds ? date * 1000 : date) - now()) / 1000);
}

function toNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && !Number.isNaN(number) ? number : undefined;
}
