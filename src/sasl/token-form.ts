import { decodeCanonical } from './base64.js';
import { parseJsonObject } from './json-object.js';

/** What a text is instead of an access token, by its form. */
export type TokenMistake =
  | 'encoded token'
  | 'percent-encoded token'
  | 'bound token'
  | 'ID token'
  | 'refresh token'
  | 'authorization code'
  | 'client secret'
  | 'client ID'
  | 'app password'
  | 'address'
  | 'placeholder'
  | 'JSON'
  | 'cut token';

/** The known forms. Those of Google and Microsoft are proprietary. */
const forms: readonly (readonly [TokenMistake, RegExp])[] = [
  ['placeholder', /^(?:your?[_-].{0,60}|(?:the_?|my_?|some_?)?(?:access|oauth2?|bearer)[_-]?token|x{8,})$/i],
  [
    'placeholder',
    /^(?:undefined|null|none|nil|true|false|redacted|\*{3,}|\/\* ?\w{1,20} ?\*\/|\[object Object\]|%s|\$\w{1,60})$/i,
  ],
  // Template brackets.
  ['placeholder', /^(?:<[^<>]{0,200}>|\$?\{{1,2}[\w .-]{0,60}\}{1,2}|%\w{1,60}%)$/],
  // Tokens of other servers may end with dots.
  ['cut token', /^(?:ya29\.|eyJ|Ew[A-Z])[\w.~+/-]*\.{3}$|…$/],
  ['app password', /^(?:[a-z]{16}|[a-z]{4}(?: [a-z]{4}){3})$/],
  ['JSON', /^\s*\{[^]*"access_token"/],
  ['percent-encoded token', /^[\w.~+/-]+%(?:2F|2B|3D)/i],
  // Google; Microsoft Entra; Microsoft's personal accounts.
  ['refresh token', /^1\/\/0[\w-]{20,}$/],
  ['refresh token', /^[01]\.A[\w-]{20,}\.[\w-]{20,}/],
  ['refresh token', /^M\.[A-Z]\d+_[A-Z0-9]{2,4}\.0\./],
  ['authorization code', /^4\/(?:0|P7q7W91)[\w-]{20,}$/],
  ['authorization code', /^M\.[A-Z]\d+_[A-Z0-9]{2,4}\.2\./],
  // Google; Microsoft Entra.
  ['client secret', /^(?:GOCSPX-[\w-]{10,}|[\w.~-]{3}\dQ~[\w.~-]{31,34})$/],
  ['client ID', /^\d{4,}-\w{10,}\.apps\.googleusercontent\.com$/],
  ['address', /^[^\s@/]{1,64}@[^\s@/]{1,253}\.[a-z]{2,24}$/i],
];

/** What a text is instead of an access token, by its form alone; `undefined` if it may be an access token. */
export function tokenMistake(token: string): TokenMistake | undefined {
  const found = forms.find(([, form]) => form.test(token))?.[0];
  if (found !== undefined) return found;
  if (tokenInside(token) !== undefined) return 'encoded token';
  const jwt = readJwt(token);
  return jwt === undefined ? undefined : jwtMistake(jwt);
}

/** The JWT or Google token in a token that was base64-encoded again. */
export function tokenInside(token: string): string | undefined {
  const text = /^(?:ZXlK|eWEyOS)/.test(token) ? decode(token) : undefined;
  return text !== undefined && /^(?:eyJ[\w-]+\.[\w-]+\.[\w-]*|ya29\.[\w.-]+)$/.test(text) ? text : undefined;
}

/** The two readable parts of a JWT (RFC 7519 §3). It is decoded, not verified. */
export interface ReadJwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Decodes a JWT; `undefined` for any other text. */
export function readJwt(token: string): ReadJwt | undefined {
  const [head = '', body = '', ...rest] = token.split('.');
  if (rest.length !== 1 || !head.startsWith('ey')) return undefined;
  const claims = parseJsonObject(decode(body) ?? '');
  return claims === undefined ? undefined : { header: parseJsonObject(decode(head) ?? '') ?? {}, claims };
}

/** Access tokens have scopes; ID tokens identify the user and are bound to a sign-in. */
function jwtMistake({ header, claims }: ReadJwt): TokenMistake | undefined {
  // RFC 9449 §6.1: a DPoP-bound token requires a proof, which SASL cannot carry.
  if (typeof claims['cnf'] === 'object' && claims['cnf'] !== null && 'jkt' in claims['cnf']) return 'bound token';
  // RFC 9068 §2.1.
  if (/^(?:application\/)?at\+jwt$/i.test(String(header['typ']))) return undefined;
  // Keycloak's `typ`.
  if (claims['typ'] === 'ID') return 'ID token';
  if (claims['typ'] === 'Refresh' || claims['typ'] === 'Offline') return 'refresh token';
  if (['scope', 'scp', 'roles'].some((name) => claims[name] !== undefined)) return undefined;
  // OpenID Connect Core §2 and §3.1.3.6.
  if (['nonce', 'at_hash', 'c_hash'].some((name) => claims[name] !== undefined)) return 'ID token';
  const issuer = String(claims['iss']);
  if (typeof claims['aud'] === 'string' && claims['aud'].endsWith('.apps.googleusercontent.com')) return 'ID token';
  // Google's access tokens are not JWTs, and Microsoft's contain the application ID.
  if (/^(?:https:\/\/)?accounts\.google\.com$/.test(issuer)) return 'ID token';
  const isMicrosoft = /^https:\/\/(?:login\.microsoftonline\.(?:com|us)|sts\.windows\.net)\//.test(issuer);
  return isMicrosoft && claims['appid'] === undefined && claims['azp'] === undefined ? 'ID token' : undefined;
}

/** Decodes base64 of either alphabet, with or without padding. */
function decode(text: string): string | undefined {
  if (/[^\w+/=-]/.test(text)) return undefined;
  let end = text.length;
  while (text[end - 1] === '=') end--;
  const standard = text.slice(0, end).replaceAll('-', '+').replaceAll('_', '/');
  if (standard.includes('=') || standard.length % 4 === 1) return undefined;
  return decodeCanonical(standard.padEnd(Math.ceil(standard.length / 4) * 4, '='));
}
