import * as l10n from '@vscode/l10n';
import { formatDuration } from '../common/duration.js';
import { plainText } from '../common/html.js';
import { safeText } from '../transport/safe-text.js';
import { messageOf, parseFields } from './answer-fields.js';
import { OAuthError, type SentGrant } from './errors.js';
import { isCutJson } from './other-formats.js';

/** The context of a response: its source and the redactor. */
export interface AnswerContext {
  /** The URL of the request. */
  readonly endpoint: string;
  /** Removes the secrets that were sent. */
  readonly redact: (text: string) => string;
  /** The clock, in ms since 1970. */
  readonly now: () => number;
  /** The grant in the request to a token endpoint. */
  readonly grant?: SentGrant | undefined;
}

/** The error for rate limiting: RFC 6585 §4. */
export function rateLimited(response: Response, text: string, context: AnswerContext): OAuthError {
  const wait = retryAfter(response.headers, context.now());
  const { host } = new URL(context.endpoint);
  const fact =
    wait === undefined
      ? l10n.t('{0} received too many requests (HTTP 429). Try again later.', host)
      : l10n.t('{0} received too many requests (HTTP 429). Try again in {1}.', host, wait);
  return new OAuthError('rate-limited', withWords(fact, wordsOf(text), context));
}

/** The error for a response that is not OAuth. */
export function unexpectedAnswer(response: Response, text: string, context: AnswerContext): OAuthError {
  const { status, headers } = response;
  const { host } = new URL(context.endpoint);
  const location = headers.get('location');
  if (status >= 300 && status < 400 && location !== null) {
    return new OAuthError(
      'bad-response',
      l10n.t(
        '{0} redirects to {1} (HTTP {2}). Redirects are not followed here. If that address is right, enter it as the endpoint.',
        host,
        safe(absolute(location, context.endpoint), context),
        status,
      ),
    );
  }
  if (status >= 500) return unavailable(response, text, context);
  return new OAuthError('bad-response', describeBody(text, { host, status }, context));
}

function unavailable({ status, headers }: Response, text: string, context: AnswerContext): OAuthError {
  const wait = retryAfter(headers, context.now());
  const { host } = new URL(context.endpoint);
  const fact =
    wait === undefined
      ? l10n.t('{0} has a problem (HTTP {1}). Try again later.', host, status)
      : l10n.t('{0} has a problem (HTTP {1}). Try again in {2}.', host, status, wait);
  return new OAuthError('unavailable', withWords(fact, wordsOf(text), context));
}

/** The advice for a response that is not OAuth, by its status. RFC 9110 §15. */
function adviceFor(status: number): string {
  switch (status) {
    case 401:
    case 407:
      return l10n.t('A proxy or a firewall that asks for a login may have answered instead.');
    case 403:
      return l10n.t('A firewall or a proxy may have answered instead.');
    case 408:
    case 425:
      return l10n.t('Try again.');
    case 413:
    case 414:
    case 431:
      return l10n.t('The request was too large for it.');
    default:
      return l10n.t('Check the endpoint.');
  }
}

/** Statuses that indicate a wrong URL or an intermediary, whatever the body. */
const tellsCause: ReadonlySet<number> = new Set([403, 404, 405, 407, 410]);

/** Describes a body without tokens and without a standard error, with advice if it contains none. */
function describeBody(
  text: string,
  { host, status }: { readonly host: string; readonly status: number },
  context: AnswerContext,
): string {
  const fields = parseFields(text);
  const title = fields === undefined ? titleOf(text) : undefined;
  const words = title === undefined && !(status < 300 && mayBeToken(text)) ? wordsOf(text) : undefined;
  const advice = adviceFor(status);
  if (words !== undefined) {
    const said = l10n.t('{0} answered with HTTP {1}: “{2}”.', host, status, safe(words, context));
    return tellsCause.has(status) ? `${said} ${advice}` : said;
  }
  if (fields !== undefined && typeof fields['access_token'] === 'object') {
    return l10n.t(
      '{0} sent an access token that is not a string (HTTP {1}), so it was not used. The operator of the server has to check its responses.',
      host,
      status,
    );
  }
  if (
    fields !== undefined &&
    ['id_token', 'refresh_token', 'expires_in', 'token_type'].some((name) => name in fields)
  ) {
    return l10n.t(
      '{0} answered without an access token (HTTP {1}). Check the scopes, and that the client may use this grant.',
      host,
      status,
    );
  }
  if (fields === undefined && isCutJson(text)) {
    return l10n.t(
      '{0} sent truncated JSON (HTTP {1}), so nothing in it was used. Try again. If it persists, a proxy or the server truncates its responses.',
      host,
      status,
    );
  }
  if (title !== undefined) {
    const shown = safe(title, context);
    return l10n.t('{0} sent the web page “{1}” (HTTP {2}) instead of JSON. {3}', host, shown, status, advice);
  }
  return text.trim() === ''
    ? l10n.t('{0} sent an empty response (HTTP {1}). {2}', host, status, advice)
    : l10n.t('{0} did not answer like an authorization server (HTTP {1}). {2}', host, status, advice);
}

/** The readable text of a body; `undefined` if it may contain a token. */
export function wordsOf(text: string): string | undefined {
  const fields = parseFields(text);
  const words =
    fields === undefined ? (titleOf(text) ?? (/^\s*[<{[]/.test(text) ? undefined : text)) : messageOf(fields);
  const mayHoldToken = /(?:token|device_code)["']?\s*[=:]/i.test(words ?? '') && fields === undefined;
  return words === undefined || mayHoldToken || words.trim() === '' ? undefined : words;
}

/** Whether a body is a single word, as from a server that responds with the token alone. */
const mayBeToken = (text: string): boolean => /^\s*["']?[^\s"'<{[]{6,}["']?\s*$/.test(text);

/** The title of a web page, or its first heading. */
function titleOf(text: string): string | undefined {
  const page = text.slice(0, 20_000);
  const found = /<title[^>]{0,200}>([^<]{1,300})/i.exec(page)?.[1] ?? /<h1[^>]{0,200}>([^<]{1,300})/i.exec(page)?.[1];
  const title = found === undefined ? '' : plainText(found).trim();
  return title === '' ? undefined : title;
}

function withWords(fact: string, words: string | undefined, context: AnswerContext): string {
  return words === undefined ? fact : l10n.t('{0} The server says: “{1}”.', fact, safe(words, context));
}

function safe(words: string, { redact }: AnswerContext): string {
  return safeText(words.trim(), { redact, limit: 200 });
}

/** `Retry-After` is in seconds or a date: RFC 9110 §10.2.3. */
function retryAfter(headers: Headers, now: number): string | undefined {
  const value = (headers.get('retry-after') ?? '').trim();
  const ms = /^\d{1,9}(?:\.\d{1,9})?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  if (!(ms > 0)) return undefined;
  return ms < 120_000 ? l10n.t('{0} s', Math.ceil(ms / 1000)) : formatDuration(ms);
}

/** The target without its query, which may contain secrets. */
function absolute(location: string, base: string): string {
  if (!URL.canParse(location, base)) return location;
  const url = new URL(location, base);
  return url.origin === 'null' ? `${url.protocol}…` : `${url.origin}${url.pathname}`;
}
