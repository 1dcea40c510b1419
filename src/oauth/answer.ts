import * as l10n from '@vscode/l10n';
import { formatDuration } from '../common/duration.js';
import { safeText } from '../transport/safe-text.js';
import { OAuthError, serverError } from './errors.js';

type Fields = Readonly<Record<string, unknown>>;

/** Where an answer comes from, and how its words become fit to be shown. */
export interface AnswerContext {
  /** The URL that was asked. */
  readonly endpoint: string;
  /** Takes out the secrets that were sent. */
  readonly redact: (text: string) => string;
  /** The clock, in ms since 1970. */
  readonly now: () => number;
}

/**
 * The answer of a token endpoint in the form of RFC 6749 §5.1, whatever form the server gave it: JSON of any
 * content type, form-encoded, with `null` for what is absent, with a list of scopes, or without `token_type`,
 * which mail servers take as `Bearer`.
 *
 * @throws {OAuthError} `server-error` for an `error`, whatever the HTTP status; `rate-limited`, `unavailable`, or
 * `bad-response` with what came instead
 */
export async function normalizeTokenAnswer(response: Response, context: AnswerContext): Promise<Fields> {
  const text = await response.text();
  const fields = parseFields(text);
  throwServerError(response, fields, context);
  if (!response.ok || typeof fields?.['access_token'] !== 'string') throw unexpectedAnswer(response, text, context);
  const { scope, token_type: type, expires_in: expiresIn, ...rest } = fields;
  return {
    ...rest,
    token_type: tokenType(type, context),
    ...scopes(scope),
    ...lifetime(expiresIn),
  };
}

/** Throws the error that an answer holds, in whatever shape, or that its status stands for. @throws {OAuthError} */
export function throwServerError(response: Response, fields: Fields | undefined, context: AnswerContext): void {
  const { status, headers } = response;
  const said = fields === undefined ? undefined : errorOf(fields);
  if (status === 429) throw rateLimited(response, context);
  if (said !== undefined) throw serverError(said.error, said.description, context.redact);
  if (status === 401) {
    const challenge = headers.get('www-authenticate') ?? '';
    throw serverError(
      /\berror="([^"]{1,100})"/.exec(challenge)?.[1] ?? 'invalid_client',
      /\berror_description="([^"]{1,500})"/.exec(challenge)?.[1] ?? messageOf(fields),
      context.redact,
    );
  }
}

/** The fields of a body, without those that say nothing; undefined where it has none. */
export function parseFields(text: string): Fields | undefined {
  const value = parseJson(text) ?? parseForm(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null && field !== ''));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** As the first drafts of OAuth 2.0 had it. */
function parseForm(text: string): unknown {
  return /^(?:access_token|error)=/.test(text) ? Object.fromEntries(new URLSearchParams(text.trim())) : undefined;
}

/** `error` is a text in RFC 6749 §5.2, and an object with code and message in Google's APIs. */
function errorOf(fields: Fields): { readonly error: string; readonly description: string | undefined } | undefined {
  const { error } = fields;
  if (typeof error === 'string') return { error, description: messageOf(fields) };
  if (typeof error !== 'object' || error === null) return undefined;
  const inner = error as Fields;
  const code = inner['status'] ?? inner['code'] ?? inner['type'];
  return {
    error: typeof code === 'string' || typeof code === 'number' ? String(code) : 'error',
    description: messageOf(inner),
  };
}

/** What an answer says to people, under the names that servers give it. */
function messageOf(fields: Fields | undefined): string | undefined {
  const names = ['error_description', 'message', 'error_message', 'errorSummary', 'detail', 'reason', 'msg', 'title'];
  const found = names.map((name) => fields?.[name]).find((value) => typeof value === 'string');
  if (typeof found === 'string') return found;
  const [first] = Array.isArray(fields?.['errors']) ? (fields['errors'] as unknown[]) : [];
  if (typeof first === 'string') return first;
  return typeof first === 'object' && first !== null ? messageOf({ ...first, errors: undefined }) : undefined;
}

/** RFC 9449 §5: a token bound to a key. Any other word, or none, is taken as Bearer: the mail login tells. */
function tokenType(type: unknown, { endpoint }: AnswerContext): string {
  if (typeof type === 'string' && type.toLowerCase() === 'dpop') {
    throw new OAuthError(
      'bad-response',
      l10n.t(
        '{0} issued an access token that is bound to a key (DPoP). SASL has no way to use such a token. Register the client without DPoP.',
        new URL(endpoint).host,
      ),
    );
  }
  return 'Bearer';
}

function scopes(value: unknown): { readonly scope?: string } {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const names = list.filter((one) => typeof one === 'string');
  return names.length === 0 ? {} : { scope: names.join(' ') };
}

function lifetime(value: unknown): { readonly expires_in?: number } {
  const seconds = typeof value === 'string' ? Number(value) : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0 ? { expires_in: seconds } : {};
}

/** RFC 6585 §4. `Retry-After` is in seconds or a date: RFC 9110 §10.2.3. */
function rateLimited({ headers }: Response, { endpoint, now }: AnswerContext): OAuthError {
  const wait = retryAfter(headers, now());
  const { host } = new URL(endpoint);
  return new OAuthError(
    'rate-limited',
    wait === undefined
      ? l10n.t('{0} received too many requests (HTTP 429). Try again later.', host)
      : l10n.t('{0} received too many requests (HTTP 429). Try again in {1}.', host, wait),
  );
}

function retryAfter(headers: Headers, now: number): string | undefined {
  const value = headers.get('retry-after') ?? '';
  const ms = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  if (!(ms > 0)) return undefined;
  return ms < 120_000 ? l10n.t('{0} s', Math.ceil(ms / 1000)) : formatDuration(ms);
}

/** What came in place of an answer of an authorization server. */
export function unexpectedAnswer(response: Response, text: string, context: AnswerContext): OAuthError {
  const { status, headers } = response;
  const { host } = new URL(context.endpoint);
  const safe = (words: string) => safeText(words.trim(), { redact: context.redact, limit: 200 });
  const location = headers.get('location');
  if (status >= 300 && status < 400 && location !== null) {
    return new OAuthError(
      'bad-response',
      l10n.t(
        '{0} redirects to {1} (HTTP {2}). Redirects are not followed here. If that address is right, enter it as the endpoint.',
        host,
        safe(absolute(location, context.endpoint)),
        status,
      ),
    );
  }
  if (status >= 500) {
    return new OAuthError('unavailable', l10n.t('{0} has a problem (HTTP {1}). Try again later.', host, status));
  }
  return new OAuthError('bad-response', describeBody(text, { host, status, safe }));
}

/** What is in a body that has no tokens and no error of the standards. */
function describeBody(
  text: string,
  { host, status, safe }: { readonly host: string; readonly status: number; readonly safe: (words: string) => string },
): string {
  const title = /<title[^>]{0,200}>([^<]{1,300})/i.exec(text.slice(0, 20_000))?.[1];
  const message = messageOf(parseFields(text));
  if (message === undefined && title !== undefined) {
    return l10n.t(
      '{0} sent the web page “{1}” (HTTP {2}) in place of JSON. Check the endpoint.',
      host,
      safe(title),
      status,
    );
  }
  const words = message ?? (/^\s*[<{[]/.test(text) ? '' : text);
  return words.trim() === ''
    ? l10n.t('{0} did not answer like an authorization server (HTTP {1}). Check the endpoint.', host, status)
    : l10n.t('{0} answered with HTTP {1}: “{2}”.', host, status, safe(words));
}

/** The target without its query, which may hold what was sent. */
function absolute(location: string, base: string): string {
  if (!URL.canParse(location, base)) return location;
  const url = new URL(location, base);
  return url.origin === 'null' ? `${url.protocol}…` : `${url.origin}${url.pathname}`;
}
