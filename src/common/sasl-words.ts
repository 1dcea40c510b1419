import * as l10n from '@vscode/l10n';
import type { SaslError, TokenProblem } from '../sasl/errors.js';
import type { LintCode, LintFinding } from '../sasl/lint-finding.js';
import type { TokenMistake } from '../sasl/token-form.js';

/*
 * The messages for the codes of src/sasl, which itself has no texts and does not need Node.js.
 */

/** The message of a SASL error: what is wrong with the input, and what to do. */
export function describeSaslError({ code, message, problem }: SaslError): string {
  switch (code) {
    case 'empty-user':
      return l10n.t('The user is empty. Enter the email address of the mailbox.');
    case 'invalid-user':
      return l10n.t('The user contains a control character, such as a line break. Enter the plain email address.');
    case 'empty-token':
      return l10n.t('The access token is empty. Sign in, or paste an access token.');
    case 'invalid-token':
      return describeTokenProblem(problem);
    case 'invalid-host':
      return l10n.t(
        'The host must consist of visible ASCII characters, and the port must be a whole number from 1 to 65535.',
      );
    case 'too-many-challenges':
      return l10n.t('The server keeps sending challenges instead of accepting or rejecting the login.');
    case 'invalid-base64':
    case 'invalid-message':
      return message;
  }
}

function describeTokenProblem(problem: TokenProblem | undefined): string {
  switch (problem) {
    case 'bearer-prefix':
      return l10n.t('The access token begins with the word “Bearer”. Leave it out; the mechanism adds it.');
    case 'json':
      return l10n.t('This is JSON, not an access token. Use only the value of "access_token".');
    case 'quotes':
      return l10n.t('The access token is in quotation marks. Leave them out.');
    case 'whitespace':
      return l10n.t(
        'The access token contains a space, a line break or a control character. Copy it again as one line.',
      );
    case 'character':
    case undefined:
      return l10n.t('The access token contains a character that no bearer token has (RFC 6750). Copy it again.');
  }
}

/** What was given instead of an access token, and what to do. */
export function describeTokenMistake(mistake: TokenMistake): string {
  switch (mistake) {
    case 'encoded token':
      return l10n.t('The access token is base64-encoded an additional time. Use the decoded text.');
    case 'percent-encoded token':
      return l10n.t('The access token is percent-encoded, as in an address. Use the decoded text.');
    case 'JSON':
      return l10n.t('This is the JSON answer of an authorization server. Use the value of access_token in it.');
    case 'bound token':
      return l10n.t('The access token is bound to a key (DPoP, cnf.jkt). SASL has no way to use such a token.');
    case 'ID token':
      return l10n.t(
        'This is an ID token, which tells an application who the user is, not an access token. Use the value of "access_token".',
      );
    case 'refresh token':
      return l10n.t('This looks like a refresh token, not an access token. Get an access token with it.');
    case 'authorization code':
      return l10n.t('This looks like an authorization code, not an access token. Exchange it for one.');
    case 'client secret':
      return l10n.t('This looks like a client secret, not an access token. Sign in with it to get one.');
    case 'client ID':
      return l10n.t('This is a client ID, not an access token. Sign in with it to get one.');
    case 'app password':
      return l10n.t(
        'This does not look like an access token but like an app password (16 letters). OAuth requires an access token.',
      );
    case 'address':
      return l10n.t('This is an email address, not an access token.');
    case 'placeholder':
      return l10n.t('This is a placeholder, not an access token. Put the token in its place.');
    case 'cut token':
      return l10n.t('The access token is cut off: it ends in “…”. Copy all of it.');
  }
}

const findings: Readonly<Record<LintCode, (detail: string) => string>> = {
  surrounded: () => l10n.t('There are spaces or quotation marks around the string.'),
  'not-encoded': () => l10n.t('This is the message itself. It must be base64 encoded.'),
  'line-break': () => l10n.t('There is a line break or a space in the base64. It must be one line.'),
  'percent-encoded': () => l10n.t('The base64 is percent-encoded as for a URL. SASL requires it as it is.'),
  'url-safe': () => l10n.t('This is URL-safe base64. SASL requires “+” and “/” instead of “-” and “_”.'),
  'wrong-alphabet': (detail) => l10n.t('“{0}” cannot be part of base64 here. Copy the string again.', detail),
  'cut-off': () =>
    l10n.t('The base64 is cut off or has an extra character: its length is impossible. Copy all of it again.'),
  padding: () => l10n.t('The padding (“=”) at the end of the base64 is wrong.'),
  'encoded-twice': () => l10n.t('The message is base64 encoded twice. Encode it once.'),
  'token-only': (detail) =>
    detail === 'answer'
      ? l10n.t(
          'This is the answer of a token endpoint. The string is built from the value of "access_token" and the user, and then base64 encoded.',
        )
      : l10n.t('This is an access token. The string is built from it and the user, and then base64 encoded.'),
  challenge: (detail) =>
    l10n.t(
      'This is a server’s error message, not a string to send: {0}. The server rejected the credential; test the login to find out why.',
      detail,
    ),
  'other-mechanism': (mechanism) =>
    mechanism === 'XOAUTH'
      ? l10n.t(
          'This is a string of the mechanism XOAUTH, which belongs to OAuth 1.0 and is no longer supported. XOAUTH2 requires an OAuth 2.0 access token.',
        )
      : l10n.t('This is a string of the mechanism PLAIN, which carries a password. OAuth requires an access token.'),
  'not-sasl': () => l10n.t('Not an XOAUTH2 or OAUTHBEARER string: when decoded, it does not begin with user= or n,.'),
  expression: () =>
    l10n.t('This is the expression that documentation shows, not its result. The text in it must be base64 encoded.'),
  'login-prompt': () =>
    l10n.t(
      'This is a prompt of the mechanism LOGIN (“Username:” or “Password:” in base64), not a string to send. LOGIN asks for a password; XOAUTH2 and OAUTHBEARER have no prompts.',
    ),
  hidden: () =>
    l10n.t(
      'The log shows a placeholder instead of the string. Let the program that wrote it show secrets in its log, or build the string again.',
    ),
  reply: () => l10n.t('This is a reply of a server, not a string to send. Test the login to find out what it means.'),
  'lost-caret': () => l10n.t('In place of the byte 0x01 there is another character, as when “^A” loses its caret.'),
  'encoded-token': () =>
    l10n.t('The access token inside the string is base64-encoded an additional time. It must be the token itself.'),
  'not-access-token': (mistake) => describeTokenMistake(mistake as TokenMistake),
  'app-password': () => describeTokenMistake('app password'),
  'refresh-token': () => describeTokenMistake('refresh token'),
  'auth-missing': (mechanism) =>
    mechanism === 'XOAUTH2'
      ? l10n.t('There is no auth=… after user=….')
      : l10n.t('There is no auth=… after the header n,a=…,.'),
  'literal-control': () =>
    l10n.t('The separator is written as text (such as “^A” or “\\x01”). It must be the single byte 0x01.'),
  'wrong-separator': () => l10n.t('The fields are separated by line breaks. The separator is the byte 0x01.'),
  'missing-separator': () => l10n.t('There must be exactly one byte 0x01 between the user and auth=.'),
  'wrong-end': (count) => l10n.t('The message must end with two bytes 0x01. This one ends with {0}.', count),
  'wrong-key': () => l10n.t('The header names the user with a=, not with user=.'),
  spacing: (detail) =>
    detail === 'leading'
      ? l10n.t('The message begins with a space or a line break. Remove it before base64 encoding.')
      : detail === 'keys'
        ? l10n.t('There are spaces around the “=” of user or auth. Remove them before base64 encoding.')
        : l10n.t(
            'Unexpected characters in the message: a space, a line break or an extra byte 0x01, a field without a name, or a name in capitals. Remove them before base64 encoding.',
          ),
  'bearer-missing': (detail) =>
    detail === 'spacing'
      ? l10n.t('There must be exactly one space between the word “Bearer” and the token.')
      : l10n.t('The word “Bearer” and a space are missing before the token.'),
  'bearer-twice': () => l10n.t('The word “Bearer” appears more than once.'),
  'other-scheme': (scheme) => l10n.t('The word before the token must be “Bearer”, not “{0}”.', scheme),
  'missing-comma': () => l10n.t('A comma is missing after a=….'),
  unescaped: () => l10n.t('In the user, “=” must be written as =3D and “,” as =2C (RFC 5801).'),
  'user-missing': () => l10n.t('The user is missing. The message must begin with user=… and one byte 0x01.'),
  'invalid-user': describeUserFinding,
  'invalid-token': describeTokenFinding,
  'repeated-field': (key) => l10n.t('The field {0}= appears more than once.', key),
  'invalid-port': () => l10n.t('The field port= must be a whole number from 1 to 65535.'),
};

function describeUserFinding(detail: string): string {
  switch (detail) {
    case 'not-utf8':
      return l10n.t('The user is not encoded in UTF-8. Encode the message in UTF-8 before base64.');
    case 'empty':
      return l10n.t('The user is empty. Enter the email address of the mailbox.');
    case 'placeholder':
      return l10n.t('The user is a placeholder. Enter the email address of the mailbox.');
    case 'control':
      return l10n.t('The user contains a control character, such as a line break. Enter the plain email address.');
    default:
      return l10n.t(
        'There are spaces, line breaks, quotation marks or angle brackets around the user. Use the plain email address.',
      );
  }
}

function describeTokenFinding(detail: string): string {
  switch (detail) {
    case 'empty':
      return l10n.t('The access token is empty. Sign in, or paste an access token.');
    case 'surrounded':
      return l10n.t('There are spaces, line breaks or quotation marks around the token.');
    default:
      return describeTokenProblem(detail as TokenProblem);
  }
}

/**
 * The message of a linter finding, as one or more sentences.
 *
 * @example
 * ```ts
 * import { describeFinding, lintSaslString } from 'xoauth2';
 *
 * const { findings } = lintSaslString('user=alice@gmail.com^Aauth=Bearer ya29.a0AfH6SM^A^A');
 * for (const finding of findings) console.log(describeFinding(finding));
 * ```
 */
export function describeFinding({ code, detail = '' }: LintFinding): string {
  return findings[code](detail);
}
