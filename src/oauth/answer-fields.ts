/** The fields of an answer, without those that say nothing. */
export type Fields = Readonly<Record<string, unknown>>;

/** What an answer says of an error. */
export interface SaidError {
  readonly error: string;
  readonly description: string | undefined;
}

/** The fields of a body; undefined where it has none. */
export function parseFields(text: string): Fields | undefined {
  const value = unwrap(parseJson(text) ?? parseForm(text));
  return isFields(value) ? withoutEmpty(standardNames(value)) : undefined;
}

function parseJson(text: string): unknown {
  try {
    // Some servers begin JSON with what no script can run, against its inclusion in a page.
    return JSON.parse(text.replace(/^\)\]\}',?\s*/, ''));
  } catch {
    return undefined;
  }
}

/** Form-encoded, as the first drafts of OAuth 2.0 had it. */
function parseForm(text: string): unknown {
  const form = text.trim();
  return /^(?:[\w.-]{1,40}=[^&\s]*&){0,20}(?:access_token|error)=/.test(form) && !/\s/.test(form)
    ? Object.fromEntries(new URLSearchParams(form))
    : undefined;
}

/** Where frameworks put what they were asked for. */
const envelopes = ['data', 'result', 'response'];

/**
 * Google's APIs put an error into a list, when they were asked for several things. Frameworks put an answer into a
 * field of its own.
 */
function unwrap(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? (value[0] as unknown) : value;
  if (!isFields(value) || isAnswer(value)) return value;
  return envelopes.map((name) => value[name]).find((inner) => isFields(inner) && isAnswer(inner)) ?? value;
}

function isAnswer(fields: Fields): boolean {
  return ['access_token', 'accessToken', 'error'].some((name) => fields[name] !== undefined);
}

const otherNames = new Map([
  ['accessToken', 'access_token'],
  ['refreshToken', 'refresh_token'],
  ['idToken', 'id_token'],
  ['tokenType', 'token_type'],
  ['expiresIn', 'expires_in'],
]);

/** Gives fields in the letter case of JavaScript the names of RFC 6749 §5.1, unless those are there too. */
function standardNames(fields: Fields): Fields {
  const entries = Object.entries(fields);
  const renamed = entries.flatMap(([name, value]) => {
    const standard = otherNames.get(name);
    return standard === undefined ? [] : [[standard, value] as const];
  });
  return { ...Object.fromEntries(renamed), ...Object.fromEntries(entries.filter(([name]) => !otherNames.has(name))) };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withoutEmpty(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== null && field !== ''));
}

/**
 * The error of an answer: a text in RFC 6749 §5.2, an object with code and message in Google's APIs, elsewhere a
 * number or a list. `false` and 0 stand beside tokens where there is no error.
 */
export function errorOf(fields: Fields): SaidError | undefined {
  const error = Array.isArray(fields['error']) ? (fields['error'] as unknown[])[0] : fields['error'];
  if (typeof error === 'string') return { error, description: withSubtype(messageOf(fields), fields) };
  if (typeof error === 'number' && error !== 0) return { error: String(error), description: messageOf(fields) };
  if (error === true) return { error: 'error', description: messageOf(fields) };
  if (!isFields(error)) return undefined;
  const code = error['status'] ?? error['code'] ?? error['type'];
  return {
    error: typeof code === 'string' || typeof code === 'number' ? String(code) : 'error',
    description: messageOf(error),
  };
}

/** Google and Microsoft say more exactly in a field of its own what the description may leave out. */
function withSubtype(description: string | undefined, fields: Fields): string | undefined {
  const subtype = fields['error_subtype'] ?? fields['suberror'];
  if (typeof subtype !== 'string' || description?.includes(subtype) === true) return description;
  return description === undefined ? subtype : `${description} (${subtype})`;
}

/** What an answer says to people: the names that servers give it, in small letters and without underscores. */
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
];

/** What an answer says to people, under the names that servers give it. */
export function messageOf(fields: Fields | undefined): string | undefined {
  if (fields === undefined) return undefined;
  const named = new Map(
    Object.entries(fields).map(([name, value]) => [name.toLowerCase().replace(/[_-]/g, ''), value]),
  );
  const found = messageNames.map((name) => named.get(name)).find((value) => typeof value === 'string' && value !== '');
  if (typeof found === 'string') return found;
  const [first] = Array.isArray(fields['errors']) ? (fields['errors'] as unknown[]) : [fields['fault']];
  if (typeof first === 'string') return first;
  return isFields(first) ? messageOf({ ...first, errors: undefined, fault: undefined }) : undefined;
}
