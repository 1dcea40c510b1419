import * as l10n from '@vscode/l10n';
import { decodeErrorChallenge, type ErrorChallenge } from './challenge.js';
import type { ReportFinding } from './lint-finding.js';

/** What is inside a string: the message of a mechanism, a token alone, a server's challenge, or nothing of the kind. */
export type Payload =
  | { readonly kind: 'message' | 'token'; readonly text: string }
  | { readonly kind: 'challenge'; readonly challenge: ErrorChallenge }
  | { readonly kind: 'nothing' };

/** How the access and refresh tokens of Google and Microsoft and every JWT begin. */
export const tokenStart = /^(?:ya29\.|EwB|eyJ[\w-]+\.[\w-]+\.|1\/\/)/;
const messageStart = /^\s*(?:user=|auth=|n,)/i;
/** What stands before the string on the line of a command, a challenge or a transcript. */
const lineStart = /^\s*(?:(?:\S+ AUTHENTICATE|AUTH) \S+ |(?:[CS]: )?(?:\+|334) )/i;

const nothing = { kind: 'nothing' } as const;

/** Finds what is in a string as it was given, and notes what is wrong with the wrapping. */
export function extractPayload(text: string, note: ReportFinding): Payload {
  const { inner, at } = stripSurroundings(text, note);
  if (messageStart.test(inner)) {
    note('not-encoded', 'string', at, l10n.t('This is the message itself: it must be base64 encoded.'));
    return { kind: 'message', text: inner.trim() };
  }
  if (tokenStart.test(inner)) {
    note(
      'token-only',
      'string',
      at,
      l10n.t('This is an access token: the string is built from it and the user, then base64 encoded.'),
    );
    return { kind: 'token', text: inner };
  }
  const decoded = decodeLeniently(inner, at, note);
  return decoded === undefined ? nothing : recognize(decoded, at, note);
}

function recognize(decoded: string, at: number, note: ReportFinding): Payload {
  if (messageStart.test(decoded)) {
    if (/^\s/.test(decoded)) {
      note(
        'spacing',
        'message',
        0,
        l10n.t('The message begins with a space or a line break: leave it out before base64.'),
      );
    }
    return { kind: 'message', text: decoded.trimStart() };
  }
  const again = decodeLeniently(decoded, 0, () => undefined);
  if (again !== undefined && messageStart.test(again)) {
    note('encoded-twice', 'string', at, l10n.t('The message is base64 encoded twice: once is right.'));
    return { kind: 'message', text: again.trimStart() };
  }
  const challenge = decodeErrorChallenge(Buffer.from(decoded).toString('base64'));
  if (challenge.status !== undefined) {
    note(
      'challenge',
      'string',
      at,
      l10n.t(
        'This is a server’s answer, not a string to send. It says: {0}. The server does not take the credential; a login test finds out why.',
        challenge.text,
      ),
    );
    return { kind: 'challenge', challenge };
  }
  if (/^[^\0]*\0[^\0]+\0[^\0]+$/.test(decoded)) {
    note(
      'other-mechanism',
      'string',
      at,
      l10n.t(
        'This is a string of the mechanism PLAIN: it carries a password, and OAuth wants an access token in its place.',
      ),
    );
    return nothing;
  }
  noteNothing(at, note);
  return nothing;
}

function noteNothing(at: number, note: ReportFinding): void {
  note(
    'not-sasl',
    'string',
    at,
    l10n.t('This is no XOAUTH2 or OAUTHBEARER string: decoded, it begins with neither user= nor n,.'),
  );
}

function stripSurroundings(text: string, note: ReportFinding): { readonly inner: string; readonly at: number } {
  const start = lineStart.exec(text)?.[0].length ?? 0;
  const rest = text.slice(start).replace(/[\r\n]+$/, '');
  const inner = rest.trim().replace(/^["'`]+|["'`]+$/g, '');
  if (inner !== rest) {
    note(
      'surrounded',
      'string',
      rest.startsWith(inner) ? start + inner.length : start,
      l10n.t('There are spaces or quotation marks around the string.'),
    );
  }
  return { inner, at: start + rest.indexOf(inner) };
}

/** @param at where the text begins in the string as it was given */
function decodeLeniently(given: string, at: number, note: ReportFinding): string | undefined {
  const text = decodePercents(given, at, note);
  const blank = text.search(/\s/);
  if (blank !== -1) {
    note(
      'line-break',
      'string',
      at + blank,
      l10n.t('There is a line break or a space in the base64: it must be one line.'),
    );
  }
  const foreign = text.search(/[^A-Za-z0-9+/_\s=-]|=(?![\s=]*$)/);
  if (foreign !== -1) {
    note(
      'wrong-alphabet',
      'string',
      at + foreign,
      l10n.t(
        '“{0}” does not belong there in base64: copy the string again.',
        String.fromCodePoint(text.codePointAt(foreign) ?? 0),
      ),
    );
    return undefined;
  }
  const urlSafe = text.search(/[-_]/);
  if (urlSafe !== -1) {
    note(
      'url-safe',
      'string',
      at + urlSafe,
      l10n.t('This is URL-safe base64: SASL wants “+” and “/” for “-” and “_”.'),
    );
  }
  const standard = text.replace(/\s/g, '').replaceAll('-', '+').replaceAll('_', '/');
  const body = standard.replace(/=+$/, '');
  if (body.length % 4 === 1) {
    if (messageStart.test(Buffer.from(body, 'base64').toString('utf8'))) {
      note(
        'cut-off',
        'string',
        at + text.length,
        l10n.t('The base64 is cut off or has a character too many: its length cannot be right. Copy it again, whole.'),
      );
    } else noteNothing(at, note);
    return undefined;
  }
  const padded = body.padEnd(Math.ceil(body.length / 4) * 4, '=');
  if (padded !== standard) {
    note('padding', 'string', at + text.length, l10n.t('The padding (“=”) at the end of the base64 is wrong.'));
  }
  return Buffer.from(padded, 'base64').toString('utf8');
}

function decodePercents(text: string, at: number, note: ReportFinding): string {
  const percent = text.search(/%(?:2B|2F|3D)/i);
  if (percent === -1) return text;
  note(
    'percent-encoded',
    'string',
    at + percent,
    l10n.t('The base64 is percent-encoded as for a URL: SASL wants it as it is.'),
  );
  return text.replace(/%2B/gi, '+').replace(/%2F/gi, '/').replace(/%3D/gi, '=');
}
