import * as l10n from '@vscode/l10n';
import { encodeBase64 } from './base64.js';
import type { ErrorChallenge } from './challenge.js';
import { checkAccessToken, checkUser } from './credential.js';
import { SaslError } from './errors.js';
import type { LintFinding, ReportFinding } from './lint-finding.js';
import { tokenStart, extractPayload } from './lint-unwrap.js';
import type { Mechanism } from './mechanism.js';

/** What the linter found. */
export interface LintResult {
  readonly findings: readonly LintFinding[];
  readonly mechanism?: Mechanism;
  readonly user?: string;
  /** The string as it should be; missing where too little of it is left. It holds the token. */
  readonly fixed?: string;
  /** There is no user in it: with one it could be fixed. */
  readonly needsUser?: true;
  /** What a server said, where the string is its challenge. */
  readonly challenge?: ErrorChallenge;
}

/** What is known besides the string. */
export interface LintContext {
  /** The mailbox; where the string has no user, the fixed one gets this. */
  readonly user?: string | undefined;
}

/**
 * Looks for the faults that people and programs make in XOAUTH2 and OAUTHBEARER strings, and fixes them.
 * A server's challenge is read, too. No message quotes the token. RFC 7628 §3.1, RFC 5801 §4, RFC 4648
 * §4, Google's XOAUTH2 protocol page.
 */
export function lintSaslString(text: string, context: LintContext = {}): LintResult {
  const findings: LintFinding[] = [];
  const note: ReportFinding = (code, layer, at, message) => {
    findings.push({ code, layer, at, message });
  };
  const unwrapped = extractPayload(text, note);
  switch (unwrapped.kind) {
    case 'nothing':
      return { findings };
    case 'challenge':
      return { findings, challenge: unwrapped.challenge };
    case 'token':
      return { findings, ...withUser(context.user, unwrapped.text) };
    case 'message':
      return lintUnwrapped(unwrapped.text, context, findings, note);
  }
}

function lintUnwrapped(
  text: string,
  context: LintContext,
  findings: readonly LintFinding[],
  note: ReportFinding,
): LintResult {
  const linted = lintMessage(fixSeparators(text, note), context, note);
  const right = linted.fixed === undefined ? undefined : Buffer.from(linted.fixed, 'base64').toString('utf8');
  // RFC 9110 §11.1: letter case is free in the scheme.
  const given = text.replace(/(?<=\u0001auth=)bearer(?= )/i, 'Bearer');
  if (findings.length === 0 && right !== undefined && right !== given) {
    note(
      'spacing',
      'message',
      firstDifference(right, given),
      l10n.t(
        'Here the message is not written as it must be: a space, a line break or a byte 0x01 too many, a field without a name, or a name in capitals. Fix it before base64.',
      ),
    );
  }
  return { findings, ...linted };
}

function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < other.length && one[at] === other[at]) at++;
  return at;
}

type Linted = Omit<LintResult, 'findings'>;

function lintMessage(message: string, { user }: LintContext, note: ReportFinding): Linted {
  if (/^user=/i.test(message)) return lintXoauth2(message, note);
  if (/^auth=/i.test(message)) return lintWithoutUser(message, user, note);
  return lintOauthbearer(message, note);
}

const literalControl = /\^A|\\x01|\\001|\\u0001|%01/gi;

function fixSeparators(message: string, note: ReportFinding): string {
  if (message.includes('\u0001')) return message;
  const literal = message.search(literalControl);
  if (literal !== -1) {
    note(
      'literal-control',
      'message',
      literal,
      l10n.t('The separator is written out (such as “^A” or “\\x01”): it is the single byte 0x01.'),
    );
  }
  const fixed = message.replace(literalControl, '\u0001');
  if (fixed.includes('\u0001')) return fixed;
  const lineBreak = fixed.search(/\r?\n/);
  if (lineBreak !== -1) {
    note(
      'wrong-separator',
      'message',
      lineBreak,
      l10n.t('The fields are separated by line breaks: the separator is the byte 0x01.'),
    );
  }
  return fixed.replace(/\r?\n/g, '\u0001');
}

/** What becomes of a token that came without a user. */
function withUser(user: string | undefined, token: string): Linted {
  return user === undefined ? { needsUser: true } : { mechanism: 'XOAUTH2', user, ...fixedXoauth2(user, token) };
}

function lintWithoutUser(message: string, user: string | undefined, note: ReportFinding): Linted {
  note(
    'user-missing',
    'message',
    0,
    l10n.t('The user is missing: before auth= there must be user=… and one byte 0x01.'),
  );
  const [, auth = '', end = ''] = /^auth=([^\u0001]*)(\u0001*)/i.exec(message) ?? [];
  const token = lintAuth(auth, 5, note);
  lintEnd(end, 5 + auth.length, note);
  return withUser(user, token);
}

function lintXoauth2(message: string, note: ReportFinding): Linted {
  const match = /^user=(.*?)(\u0001*)auth=([^\u0001]*)(\u0001*)\s*$/is.exec(message);
  if (match === null) {
    note('not-sasl', 'message', 0, l10n.t('After user=… there is no auth=….'));
    return { mechanism: 'XOAUTH2' };
  }
  const [, name = '', separator = '', auth = '', end = ''] = match;
  if (separator !== '\u0001') {
    note(
      'missing-separator',
      'message',
      5 + name.length,
      l10n.t('Between the user and auth= there must be one byte 0x01.'),
    );
  }
  const authAt = 5 + name.length + separator.length + 5;
  const user = lintUser(name, 5, note);
  const token = lintAuth(auth, authAt, note);
  lintEnd(end, authAt + auth.length, note);
  return { mechanism: 'XOAUTH2', user, ...fixedXoauth2(user, token) };
}

function fixedXoauth2(user: string, token: string): Pick<LintResult, 'fixed'> {
  return isSound(user, token) ? { fixed: encodeBase64(`user=${user}\u0001auth=Bearer ${token}\u0001\u0001`) } : {};
}

function lintOauthbearer(message: string, note: ReportFinding): Linted {
  const match = /^n,([^\u0001]*)\u0001([^]*?)(\u0001*)\s*$/i.exec(message);
  const fields = (match?.[2] ?? '').split('\u0001');
  const index = fields.findIndex((field) => /^auth=/i.test(field));
  if (match === null || index === -1) {
    note('not-sasl', 'message', 0, l10n.t('After the header n,a=…, there is no auth=….'));
    return { mechanism: 'OAUTHBEARER' };
  }
  const header = match[1] ?? '';
  const authAt = 3 + header.length + fields.slice(0, index).join('\u0001').length + (index === 0 ? 0 : 1) + 5;
  // RFC 7628 §3.1: who logs in may be left to the token.
  const user = header === ',' ? undefined : lintUser(lintHeader(header, note), 4, note);
  const token = lintAuth((fields[index] ?? '').slice(5), authAt, note);
  const end = match[3] ?? '';
  lintEnd(end, message.trimEnd().length - end.length, note);
  const rest = fields
    .with(index, `auth=Bearer ${token}`)
    .filter((field) => /^[A-Za-z]+=/.test(field))
    .join('\u0001');
  const authzid = user === undefined ? '' : `a=${user.replaceAll('=', '=3D').replaceAll(',', '=2C')}`;
  return {
    mechanism: 'OAUTHBEARER',
    ...(user === undefined ? {} : { user }),
    ...(isSound(user, token) ? { fixed: encodeBase64(`n,${authzid},\u0001${rest}\u0001\u0001`) } : {}),
  };
}

/** @returns the user that the header names, unescaped */
function lintHeader(header: string, note: ReportFinding): string {
  if (/^user=/i.test(header)) {
    note('wrong-key', 'message', 2, l10n.t('In the header the user is named by a=, not by user=.'));
  }
  const name = header.replace(/^(?:a|user)=/i, '');
  if (!name.endsWith(',')) note('missing-comma', 'message', 2 + header.length, l10n.t('After a=… a comma is missing.'));
  const authzid = name.replace(/,$/, '');
  const stripQuotes = authzid.replace(/=(?:2C|3D)/gi, '').search(/[=,]/);
  if (stripQuotes !== -1) {
    note(
      'unescaped',
      'message',
      4 + authzid.search(/=(?!2C|3D)|,/i),
      l10n.t('In the user “=” must be written =3D and “,” must be written =2C (RFC 5801).'),
    );
  }
  return authzid.replace(/=2C/gi, ',').replace(/=3D/gi, '=');
}

/** @returns the token without the words before it */
function lintAuth(auth: string, at: number, note: ReportFinding): string {
  const words =
    /^bearer/i.test(auth) && tokenStart.test(auth.slice(6))
      ? auth.slice(0, 6)
      : (/^(?:Bearer(?:\s*:\s*|\s+))*/i.exec(auth)?.[0] ?? '');
  const count = words.match(/Bearer/gi)?.length ?? 0;
  if (count === 1 && !/^Bearer $/i.test(words)) {
    note(
      'bearer-missing',
      'message',
      at,
      l10n.t('Before the token there must be the word “Bearer” and exactly one space.'),
    );
  }
  if (count === 0) {
    note('bearer-missing', 'message', at, l10n.t('Before the token the word “Bearer” and a space are missing.'));
  }
  if (count > 1) note('bearer-twice', 'message', at + 7, l10n.t('The word “Bearer” stands there more than once.'));
  const token = auth.slice(words.length);
  const clean = token.trim().replace(/^(["'])([^]*)\1$/, '$2');
  if (clean !== token) {
    note(
      'invalid-token',
      'message',
      at + words.length,
      l10n.t('The token has spaces, line breaks or quotation marks around it.'),
    );
  }
  const fault = messageOf(() => checkAccessToken(clean));
  if (fault !== undefined) note('invalid-token', 'message', at + words.length, fault);
  return clean;
}

function lintEnd(end: string, at: number, note: ReportFinding): void {
  if (end !== '\u0001\u0001') {
    note('wrong-end', 'message', at, l10n.t('The message must end with two bytes 0x01; there are {0}.', end.length));
  }
}

/** @returns the user without what is around it by mistake */
function lintUser(name: string, at: number, note: ReportFinding): string {
  const user = bare(name);
  if (user.includes('\ufffd')) {
    note(
      'invalid-user',
      'message',
      at,
      l10n.t('The user is not written in UTF-8: encode the message in it before base64.'),
    );
  }
  const inside = messageOf(() => checkUser(user));
  if (inside !== undefined) note('invalid-user', 'message', at, inside);
  else if (user !== name) {
    note(
      'invalid-user',
      'message',
      at,
      l10n.t(
        'The user has spaces, line breaks, quotation marks or angle brackets around it: give the plain e-mail address.',
      ),
    );
  }
  return user;
}

/** Without spaces, quotation marks and angle brackets around it, however many. */
function bare(name: string): string {
  const inner = name.trim().replace(/^(?:(["'])([^]*)\1|<([^]*)>)$/, '$2$3');
  return inner === name ? name : bare(inner);
}

/** @param user `undefined` where the message may do without */
function isSound(user: string | undefined, token: string): boolean {
  const userIsSound =
    user === undefined || (!user.includes('\ufffd') && messageOf(() => checkUser(user)) === undefined);
  return userIsSound && messageOf(() => checkAccessToken(token)) === undefined;
}

function messageOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof SaslError) return error.message;
    throw error;
  }
}
