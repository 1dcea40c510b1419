import { decodeBase64, encodeBase64 } from './base64.js';
import type { ErrorChallenge } from './challenge.js';
import { checkAccessToken, checkUser } from './credential.js';
import { SaslError } from './errors.js';
import { isPlaceholder, lintBearer, lintEnd, lintUser, reportMistake, withoutTrailing } from './lint-fields.js';
import type { LintFinding, ReportFinding } from './lint-finding.js';
import { extractPayload } from './lint-payload.js';
import { fixSeparators, withoutSpacedKeys } from './lint-separators.js';
import { tokenMistake } from './token-form.js';
import type { Mechanism } from './mechanism.js';
import { authzid, isPortField } from './oauthbearer.js';

/** The result of {@link lintSaslString}. */
export interface LintResult {
  readonly findings: readonly LintFinding[];
  readonly mechanism?: Mechanism;
  readonly user?: string;
  /** The corrected string, which contains the token; absent if it cannot be corrected. */
  readonly fixed?: string;
  /** The string has no user; with `user` it can be fixed. */
  readonly needsUser?: true;
  /** The decoded challenge, if the string is a server's challenge. */
  readonly challenge?: ErrorChallenge;
}

/** Options of {@link lintSaslString}. */
export interface LintContext {
  /** The mailbox, used for the fixed string if the given one has no user. */
  readonly user?: string | undefined;
}

/**
 * Finds and fixes common mistakes in XOAUTH2 and OAUTHBEARER strings; also decodes a server's challenge. Findings never
 * quote the token. RFC 7628 §3.1, RFC 5801 §4, RFC 4648 §4, Google's XOAUTH2 protocol page.
 *
 * @example
 * ```ts
 * import { lintSaslString } from 'xoauth2';
 *
 * const string = 'dXNlcj1hbGljZUBnbWFpbC5jb20BYXV0aD1C\nZWFyZXIgeWEyOS5hMEFmSDZTTQEB';
 * const { findings, fixed } = lintSaslString(string);
 * console.log(findings.map(({ code }) => code)); // prints: [ 'line-break' ]
 * console.log(fixed); // prints: dXNlcj1hbGljZUBnbWFpbC5jb20BYXV0aD1CZWFyZXIgeWEyOS5hMEFmSDZTTQEB
 * ```
 */
export function lintSaslString(text: string, context: LintContext = {}): LintResult {
  const findings: LintFinding[] = [];
  const report: ReportFinding = (code, layer, at, detail) => {
    findings.push({ code, layer, at, ...(detail === undefined ? {} : { detail }) });
  };
  const payload = extractPayload(text, report);
  switch (payload.kind) {
    case 'nothing': {
      // A text that is not such a string has no padding to fix.
      const other = findings.filter(({ code }) => code === 'not-sasl');
      return { findings: other.length === 0 ? findings : other };
    }
    case 'challenge':
      // The encoding is up to the server.
      return { findings: findings.filter(({ code }) => code === 'challenge'), challenge: payload.challenge };
    case 'token': {
      const mistake = tokenMistake(payload.text);
      if (mistake !== undefined) reportMistake(mistake, 'string', 0, report);
      return { findings, ...withUser(context.user, payload.text) };
    }
    case 'message':
      return lintPayload(payload.text, context, findings, report);
  }
}

function lintPayload(
  text: string,
  context: LintContext,
  findings: readonly LintFinding[],
  report: ReportFinding,
): LintResult {
  const linted = lintMessage(fixSeparators(withoutSpacedKeys(text, report), report), context, report);
  const right = linted.fixed === undefined ? undefined : decodeBase64(linted.fixed);
  // RFC 9110 §11.1: the scheme is case-insensitive.
  const given = text.replace(/\u0001auth=bearer /i, (match) => match.slice(0, -7) + 'Bearer ');
  if (findings.length === 0 && right !== undefined && right !== given) {
    report('spacing', 'message', firstDifference(right, given));
  }
  return { findings, ...linted };
}

function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < other.length && one[at] === other[at]) at++;
  return at;
}

type Linted = Omit<LintResult, 'findings'>;

function lintMessage(message: string, { user }: LintContext, report: ReportFinding): Linted {
  if (/^user=/i.test(message)) return lintXoauth2(message, report);
  if (/^auth=/i.test(message)) return lintWithoutUser(message, user, report);
  return lintOauthbearer(message, report);
}

/** The result for a token without a user. */
function withUser(user: string | undefined, token: string): Linted {
  return user === undefined ? { needsUser: true } : { mechanism: 'XOAUTH2', user, ...fixedXoauth2(user, token) };
}

function lintWithoutUser(message: string, user: string | undefined, report: ReportFinding): Linted {
  report('user-missing', 'message', 0);
  const [auth = ''] = message.slice(5).split('\u0001', 1);
  const token = lintBearer(auth, 5, report);
  lintEnd(message.trimEnd(), report);
  return withUser(user, token);
}

function lintXoauth2(message: string, report: ReportFinding): Linted {
  const text = message.trimEnd();
  const auth = text.search(/auth=/i);
  if (auth === -1) {
    report('auth-missing', 'message', 0, 'XOAUTH2');
    return { mechanism: 'XOAUTH2' };
  }
  const name = withoutTrailing(text.slice(5, auth), '\u0001');
  if (auth - 5 - name.length !== 1) report('missing-separator', 'message', 5 + name.length);
  const user = lintUser(name, 5, report);
  const [field = '', ...more] = withoutTrailing(text.slice(auth + 5), '\u0001').split('\u0001');
  const token = lintBearer(field, auth + 5, report);
  if (more.length > 0) {
    report('repeated-field', 'message', auth + 5 + field.length + 1, 'auth');
    return { mechanism: 'XOAUTH2', user };
  }
  lintEnd(text, report);
  return { mechanism: 'XOAUTH2', user, ...fixedXoauth2(user, token) };
}

function fixedXoauth2(user: string, token: string): Pick<LintResult, 'fixed'> {
  return isSound(user, token) ? { fixed: encodeBase64(`user=${user}\u0001auth=Bearer ${token}\u0001\u0001`) } : {};
}

function lintOauthbearer(message: string, report: ReportFinding): Linted {
  const text = message.trimEnd();
  const [start = '', ...fields] = withoutTrailing(text, '\u0001').split('\u0001');
  const index = fields.findIndex((field) => /^auth=/i.test(field));
  if (index === -1) {
    report('auth-missing', 'message', 0, 'OAUTHBEARER');
    return { mechanism: 'OAUTHBEARER' };
  }
  const header = start.slice(2);
  // RFC 7628 §3.1: the user may be derived from the token.
  const user = header === ',' ? undefined : lintUser(lintHeader(header, report), 4, report);
  const places = offsets(start.length + 1, fields);
  const token = lintBearer((fields[index] ?? '').slice(5), (places[index] ?? 0) + 5, report);
  const repeated = lintFields(fields, places, report);
  lintEnd(text, report);
  const rest = fields
    .with(index, `auth=Bearer ${token}`)
    .filter((field) => /^[A-Za-z]+=/.test(field) && (!/^port=/i.test(field) || isPortField(field.slice(5))));
  return {
    mechanism: 'OAUTHBEARER',
    ...(user === undefined ? {} : { user }),
    ...(isSound(user, token) && !repeated
      ? { fixed: encodeBase64(`n,${authzid(user ?? '')},\u0001${rest.join('\u0001')}\u0001\u0001`) }
      : {}),
  };
}

/** The index of each field; the first one is at `start`. */
function offsets(start: number, fields: readonly string[]): number[] {
  let at = start;
  return fields.map((field) => {
    const place = at;
    at += field.length + 1;
    return place;
  });
}

/** @returns whether a key is repeated, so that its value is ambiguous */
function lintFields(fields: readonly string[], places: readonly number[], report: ReportFinding): boolean {
  const keys = fields.map((field) => field.slice(0, field.indexOf('=') + 1).toLowerCase());
  let repeated = false;
  for (const [index, key] of keys.entries()) {
    if (!['auth=', 'host=', 'port='].includes(key)) continue;
    if (keys.indexOf(key) < index) {
      report('repeated-field', 'message', places[index] ?? 0, key.slice(0, -1));
      repeated = true;
    } else if (key === 'port=' && !isPortField(fields[index]?.slice(5))) {
      report('invalid-port', 'message', places[index] ?? 0);
    }
  }
  return repeated;
}

/** @returns the user of the header, unescaped */
function lintHeader(header: string, report: ReportFinding): string {
  if (/^user=/i.test(header)) report('wrong-key', 'message', 2);
  const name = header.replace(/^(?:a|user)=/i, '');
  if (!name.endsWith(',')) report('missing-comma', 'message', 2 + header.length);
  const escaped = name.replace(/,$/, '');
  const bare = escaped.search(/=(?!2C|3D)|,/i);
  if (bare !== -1) report('unescaped', 'message', 4 + bare);
  return escaped.replace(/=2C/gi, ',').replace(/=3D/gi, '=');
}

/** @param user `undefined` if the message may omit it */
function isSound(user: string | undefined, token: string): boolean {
  try {
    if (user !== undefined) checkUser(user);
    checkAccessToken(token);
    if (tokenMistake(token) !== undefined || (user !== undefined && isPlaceholder(user))) return false;
    return user?.includes('\ufffd') !== true;
  } catch (error) {
    if (error instanceof SaslError) return false;
    throw error;
  }
}
