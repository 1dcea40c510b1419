import { parseJson } from './answer-json.js';
import { parseSingleQuoted, parseXml } from './other-formats.js';
import { isReasonPhrase, standardCode } from './standard-code.js';

/** The fields of a response, without empty ones. */
export type Fields = Readonly<Record<string, unknown>>;

/** The error in a response. */
export interface SaidError {
  readonly error: string;
  readonly description: string | undefined;
}

/** Parses the fields of a body; `undefined` if it has none. */
export function parseFields(text: string): Fields | undefined {
  const value = unwrap(parseJson(text) ?? parseForm(text) ?? parseSingleQuoted(text) ?? xmlAnswer(text));
  return isFields(value) ? withStandardNames(withoutEmpty(value)) : undefined;
}

/** Form-encoded, as the first drafts of OAuth 2.0 had it, or an error code alone. */
function parseForm(text: string): unknown {
  const form = text.trim();
  if (/^[a-z]+_[a-z_]+$/.test(form) && standardCode(form) !== undefined) return { error: form };
  return /^(?:[\w.-]{1,40}=[^&\s]*&){0,20}(?:access_token|error)=/.test(form) && !/\s/.test(form)
    ? Object.fromEntries(new URLSearchParams(form))
    : undefined;
}

/** An answer as XML; documents without a token or an error are none. */
function xmlAnswer(text: string): unknown {
  const fields = parseXml(text);
  return fields !== undefined && (isAnswer(fields) || hasName(fields, 'token')) ? fields : undefined;
}

/** Where frameworks put what they were asked for, errors too. */
const envelopes = ['data', 'result', 'response', 'body'];

/**
 * Google's APIs put an error into a list, when they were asked for several things. Frameworks put an answer into a
 * field of its own, and some encode it as a text there.
 */
function unwrap(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? (value[0] as unknown) : value;
  if (!isFields(value) || isAnswer(value)) return value;
  const inner = envelopes.map((name) => opened(value[name])).find((field) => isFields(field) && isAnswer(field));
  return inner ?? Object.values(value).find((field) => isFields(field) && hasToken(field)) ?? value;
}

function opened(field: unknown): unknown {
  return typeof field === 'string' ? parseJson(field) : field;
}

const isAnswer = (fields: Fields): boolean =>
  hasToken(fields) || hasName(fields, 'error') || hasName(fields, 'devicecode');
const hasToken = (fields: Fields): boolean => hasName(fields, 'accesstoken');

function hasName(fields: Fields, wanted: string): boolean {
  return Object.entries(fields).some(([name, value]) => value !== undefined && plainName(name) === wanted);
}

/** A name without the letter case and the separators in which frameworks differ. */
const plainName = (name: string): string => name.toLowerCase().replace(/[_-]/g, '');

const standardNames: ReadonlyMap<string, string> = new Map(
  [
    'access_token',
    'refresh_token',
    'id_token',
    'token_type',
    'expires_in',
    'expires_on',
    'expires_at',
    'scope',
    'error',
    'error_description',
    'device_code',
    'user_code',
    'verification_uri',
    'verification_uri_complete',
  ].map((name) => [plainName(name), name]),
);

/** Names of other specifications: JWT libraries, Docker's registry, the first drafts of OAuth 2.0, Zoho. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['token', 'access_token'],
  ['access', 'access_token'],
  ['refresh', 'refresh_token'],
  ['expiresinsec', 'expires_in'],
  ['expiresinseconds', 'expires_in'],
  ['expiry', 'expires'],
  ['expirationdate', 'expires'],
]);

/** Gives fields in another spelling the names of RFC 6749 §5.1, unless those are there too. */
function withStandardNames(fields: Fields): Fields {
  const spelled = renamed(fields, standardNames);
  const isSilent = !hasName(spelled, 'error') && Object.values(spelled).some((value) => typeof value === 'string');
  // Spring serializes its object of a token: value, tokenType, expiresIn.
  const names = hasName(spelled, 'tokentype') ? new Map([...otherNames, ['value', 'access_token']]) : otherNames;
  return isSilent ? renamed(spelled, names) : spelled;
}

function renamed(fields: Fields, names: ReadonlyMap<string, string>): Fields {
  const entries = Object.entries(fields).flatMap(([name, value]) => {
    const standard = names.get(plainName(name)) ?? name;
    return standard !== name && Object.hasOwn(fields, standard) ? [] : [[standard, value] as const];
  });
  return Object.fromEntries(entries);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withoutEmpty(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== null && field !== ''));
}

/**
 * The error of an answer: a text in RFC 6749 §5.2, an object with code and message in Google's APIs, elsewhere a
 * number or a list. `false` and 0 stand beside tokens where there is no error. Other fields count where they hold a
 * code of the standards.
 */
export function errorOf(fields: Fields): SaidError | undefined {
  const error = Array.isArray(fields['error']) ? (fields['error'] as unknown[])[0] : fields['error'];
  if (isFields(error)) return { error: codeIn(error), description: messageOf(error) };
  const standard = typeof error === 'string' ? standardCode(error) : undefined;
  const code = standard ?? codeElsewhere(fields);
  if (code !== undefined) return { error: code, description: withSubtype(describing(fields, code), fields) };
  if (typeof error === 'string') return { error, description: withSubtype(messageOf(fields), fields) };
  if (typeof error === 'number' && error !== 0) return { error: String(error), description: messageOf(fields) };
  return error === true ? { error: 'error', description: messageOf(fields) } : undefined;
}

/** The words of an answer, or its error where that says more than the code. */
function describing(fields: Fields, code: string): string | undefined {
  const { error } = fields;
  const words = messageOf(fields);
  if (words !== undefined && words !== code) return words;
  if (typeof error !== 'string' || !/\s/.test(error) || isReasonPhrase(error)) return undefined;
  return standardCode(error) !== code || /:\s/.test(error) ? error : undefined;
}

/** Where the code of an error stands besides `error`, by the plain names. */
const codeNames: ReadonlySet<string> = new Set([
  'errorcode',
  'code',
  'errorlink',
  'title',
  'name',
  'message',
  'errorid',
]);

/** A code of the standards in another field, or in the first of a list of errors. */
function codeElsewhere(fields: Fields): string | undefined {
  const [first] = Array.isArray(fields['errors']) ? (fields['errors'] as unknown[]) : [];
  const entries = [...Object.entries(fields), ...(isFields(first) ? Object.entries(first) : [])];
  return entries
    .filter(([name]) => codeNames.has(plainName(name)))
    .flatMap(([, value]) =>
      typeof value === 'string' && !/\s/.test(value.trim()) ? (standardCode(value) ?? []) : [],
    )[0];
}

/** The code of an error that is an object: one of the standards, before what else it calls itself. */
function codeIn(error: Fields): string {
  const named = ['error', 'status', 'code', 'type', 'errorId', 'reason', 'name'].map((name) => error[name]);
  const standard = named.flatMap((value) => (typeof value === 'string' ? (standardCode(value) ?? []) : []))[0];
  const [own = 'error'] = [error['status'], error['code'], error['type'], error['errorId']].filter(
    (value) => (typeof value === 'string' && value !== '') || typeof value === 'number',
  );
  return standard ?? String(own);
}

/** Google and Microsoft have a separate field with details that the description may omit. */
function withSubtype(description: string | undefined, fields: Fields): string | undefined {
  const subtype = fields['error_subtype'] ?? fields['suberror'];
  if (typeof subtype !== 'string' || description?.includes(subtype) === true) return description;
  return description === undefined ? subtype : `${description} (${subtype})`;
}

/** The names of fields with a message for people, in lower case and without underscores. */
const messageNames = [
  'errordescription',
  'message',
  'errormessage',
  'errorsummary',
  'detail',
  'reason',
  'msg',
  'errmsg',
  'errormsg',
  'faultstring',
  'title',
  'developermessage',
];

/** The message for people in a response. */
export function messageOf(fields: Fields | undefined): string | undefined {
  if (fields === undefined) return undefined;
  const named = new Map(Object.entries(fields).map(([name, value]) => [plainName(name), value]));
  const found = messageNames.map((name) => named.get(name)).find((value) => typeof value === 'string' && value !== '');
  if (typeof found === 'string') return found;
  const [first] = Array.isArray(fields['errors']) ? (fields['errors'] as unknown[]) : [fields['fault']];
  if (typeof first === 'string') return first;
  return isFields(first) ? messageOf({ ...first, errors: undefined, fault: undefined }) : undefined;
}
