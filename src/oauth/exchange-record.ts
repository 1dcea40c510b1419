import { performance } from 'node:perf_hooks';
import { parseJsonObject } from '../common/json-object.js';
import { redactedToken } from '../transport/redactor.js';
import { noSecrets, safeText } from '../transport/safe-text.js';
import { redactorFor } from './errors.js';

/** The kinds of exchanges with an authorization server. */
export type ExchangeKind = 'discovery' | 'authorization' | 'redirect' | 'token' | 'refresh' | 'revocation' | 'other';

/** A parameter of a request or a field of a response. */
export interface ExchangeField {
  readonly name: string;
  /** The value, or a placeholder such as `<43 characters, #a1b2>` for a secret. */
  readonly value: string;
}

/** A request to an authorization server and its response, redacted. */
export interface OAuthExchange {
  readonly kind: ExchangeKind;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The duration; absent if there is no response to wait for. */
  readonly ms?: number;
  readonly method?: string;
  /** The URL without its query. */
  readonly url: string;
  readonly request: readonly ExchangeField[];
  /** The HTTP status. */
  readonly status?: number;
  readonly response: readonly ExchangeField[];
  /** Why there is no response. */
  readonly error?: string;
}

/** What `oauth4webapi` sends. */
interface Request {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: URLSearchParams | undefined;
}

type Fetch = (url: string, request: Request) => Promise<Response>;

/** Parameters and fields that contain no secret. For all others only length and fingerprint are recorded. */
const openNames = new Set([
  ...['grant_type', 'client_id', 'scope', 'response_type', 'response_mode', 'code_challenge_method', 'token_type_hint'],
  ...['prompt', 'access_type', 'include_granted_scopes', 'login_hint', 'resource', 'audience', 'tenant'],
  ...['client_assertion_type', 'token_type', 'expires_in', 'ext_expires_in', 'interval', 'error', 'error_description'],
  ...[
    'error_uri',
    'error_codes',
    'suberror',
    'error_subtype',
    'iss',
    'issuer',
    'trace_id',
    'correlation_id',
    'timestamp',
  ],
]);

/** Options of {@link recorded}. */
interface RecordOptions {
  readonly onExchange?: ((exchange: OAuthExchange) => void) | undefined;
  readonly now?: (() => number) | undefined;
}

/** The maximum number of fields per request or response. */
const maxFields = 60;

/**
 * Calls a listener for each exchange, after its response or failure. The response is passed on unchanged.
 *
 * @param options `now` is the clock, in ms since 1970; `Date.now` by default
 */
export function recorded(send: Fetch, { onExchange, now = Date.now }: RecordOptions): Fetch {
  if (onExchange === undefined) return send;
  return async (url, request) => {
    const at = now();
    const start = performance.now();
    const known = { at, method: request.method, url: withoutQuery(url), request: requestFields(request) };
    const kind = kindOf(url, request.body);
    const ms = () => Math.round(performance.now() - start);
    try {
      const response = await send(url, request);
      const text = await response.clone().text();
      onExchange({
        ...known,
        kind,
        ms: ms(),
        status: response.status,
        response: answerFields(text, kind, secretsOf(request)),
      });
      return response;
    } catch (error) {
      onExchange({ ...known, kind, ms: ms(), response: [], error: failureOf(error, secretsOf(request)) });
      throw error;
    }
  };
}

/** The record of an authorization request. */
export function authorizationExchange(url: string, at: number): OAuthExchange {
  return {
    kind: 'authorization',
    at,
    url: withoutQuery(url),
    request: fieldsOf(new URL(url).searchParams),
    response: [],
  };
}

/** The record of a redirect. */
export function redirectExchange(redirectUri: string, parameters: URLSearchParams, at: number): OAuthExchange {
  return { kind: 'redirect', at, url: withoutQuery(redirectUri), request: [], response: fieldsOf(parameters) };
}

function kindOf(url: string, body: URLSearchParams | undefined): ExchangeKind {
  if (body === undefined) return url.includes('/.well-known/') ? 'discovery' : 'other';
  const grant = body.get('grant_type');
  if (grant === 'refresh_token') return 'refresh';
  if (grant !== null) return 'token';
  return body.has('token') ? 'revocation' : 'other';
}

function requestFields({ headers, body }: Request): readonly ExchangeField[] {
  const basic = Object.entries(headers).some(
    ([name, value]) => name.toLowerCase() === 'authorization' && /^basic /i.test(value),
  );
  return [
    ...(basic ? [{ name: 'Authorization', value: `Basic ${redactedToken(authorizationOf(headers))}` }] : []),
    ...(body === undefined ? [] : fieldsOf(body)),
  ];
}

function authorizationOf(headers: Request['headers']): string {
  const found = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization');
  return found?.[1].replace(/^basic /i, '') ?? '';
}

/** The secrets in a request, which the server may echo in an error. */
function secretsOf({ headers, body }: Request): readonly string[] {
  const basic = authorizationOf(headers);
  const [, secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return [
    ...[...(body ?? [])].filter(([name]) => !openNames.has(name) && name !== 'redirect_uri').map(([, value]) => value),
    basic,
    secret,
    // RFC 6749 §2.3.1: it is form-encoded.
    new URLSearchParams(`secret=${secret}`).get('secret') ?? '',
  ];
}

function fieldsOf(parameters: URLSearchParams): readonly ExchangeField[] {
  return [...parameters].slice(0, maxFields).map(([name, value]) => field(name, value));
}

function field(name: string, value: string, redact = noSecrets.redact): ExchangeField {
  const shown = safeText(name, { redact, limit: 60 });
  if (name === 'redirect_uri') return { name: shown, value: safeText(withoutQuery(value), noSecrets) };
  return { name: shown, value: openNames.has(name) ? safeText(value, { redact, limit: 1000 }) : redactedToken(value) };
}

function answerFields(text: string, kind: ExchangeKind, secrets: readonly string[]): readonly ExchangeField[] {
  const fields = parseJsonObject(text) ?? Object.fromEntries(new URLSearchParams(isForm(text) ? text : ''));
  const redact = redactorFor(secrets);
  return Object.entries(fields)
    .slice(0, maxFields)
    .map(([name, value]) => {
      const words = typeof value === 'string' ? value : JSON.stringify(value);
      // Metadata is public; numbers and booleans are not secrets.
      return kind === 'discovery' || typeof value === 'number' || typeof value === 'boolean'
        ? { name: safeText(name, { redact, limit: 60 }), value: safeText(words, { redact, limit: 1000 }) }
        : field(name, words, redact);
    });
}

/** Any other text with an equals sign may be words, or a token with the padding of base64. */
function isForm(text: string): boolean {
  return /(?:^|&)(?:access_token|error|device_code)=/.test(text);
}

function failureOf(error: unknown, secrets: readonly string[]): string {
  const deepest = (one: unknown): unknown =>
    one instanceof Error && one.cause instanceof Error ? deepest(one.cause) : one;
  const found = deepest(error);
  return safeText(found instanceof Error ? found.message || found.name : String(found), {
    redact: redactorFor(secrets),
  });
}

function withoutQuery(url: string): string {
  if (!URL.canParse(url)) return '';
  const { protocol, host, pathname } = new URL(url);
  return safeText(host === '' ? `${protocol}${pathname}` : `${protocol}//${host}${pathname}`, noSecrets);
}
