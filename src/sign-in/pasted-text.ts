import * as l10n from '@vscode/l10n';
import { parseJsonObject } from '../common/json-object.js';

/** A query that contains an authorization response. */
const answer = /(?:^|[?&#])(?:code|error)=/;

/** Pairs of quotation marks and brackets that may enclose a copied URL. */
const pairs: readonly string[] = ['""', "''", '``', '<>', '()', '[]', '“”', '‘’', '„“', '«»'];

/**
 * Cleans a pasted text: removes quotation marks, HTML's `&amp;`, and words before and after a URL.
 */
export function withoutSurroundings(text: string): string {
  const pasted = unquoted(text.trim()).replaceAll('&amp;', '&');
  const inJson = answerInJson(pasted);
  if (inJson !== undefined) return inJson;
  if (!/\s/.test(pasted)) return pasted;
  const words = pasted.split(/\s+/).map(unquoted);
  const found = words.filter((word) => answer.test(word));
  if (found.length === 1) return found[0] ?? '';
  return found.length === 0 ? (codeInWords(pasted) ?? pasted) : pasted;
}

/** The parameters of a redirect as JSON, as pages and programs print them. */
function answerInJson(text: string): string | undefined {
  const { code, state } = parseJsonObject(text) ?? {};
  if (typeof code !== 'string') return undefined;
  return new URLSearchParams({ code, ...(typeof state === 'string' ? { state } : {}) }).toString();
}

/** A code that a page shows with words: one of Google’s by its form, any other after “code:”. */
function codeInWords(text: string): string | undefined {
  const google = /(?:^|\s)(4\/[01][\w-]{10,500})$/.exec(text)?.[1];
  return google ?? /(?<!\berror )\bcode(?: is)?\s?: ?(?!AADSTS)(?=\D{0,200}\d)(\S{6,2000})$/i.exec(text)?.[1];
}

function unquoted(text: string): string {
  const inner = text.slice(1, -1);
  return text.length > 2 && pairs.includes(`${text.at(0) ?? ''}${text.at(-1) ?? ''}`) ? inner.trim() : text;
}

/** Whether a text contains the parameters of a redirect. */
export const hasAnswer = (text: string): boolean => answer.test(text);

/** Texts that are often mistaken for the code. */
const others: readonly (readonly [form: RegExp, problem: () => string])[] = [
  [
    /^(?:ya29\.|EwB|1\/\/|eyJ[\w-]{5,}\.eyJ)/,
    () => l10n.t('This is a token, not a code. Copy the address that the browser ended on.'),
  ],
  [/^GOCSPX-/, () => l10n.t('This is a client secret, not a code. Copy the address that the browser ended on.')],
  [
    /\.apps\.googleusercontent\.com$/i,
    () => l10n.t('This is a client ID, not a code. Copy the address that the browser ended on.'),
  ],
  [
    /\bcookies? (?:is |are |was |were )?(?:not found|disabled|blocked|missing|enabled)|\baction expired|\bpage has expired|login session (?:has )?expired/i,
    () =>
      l10n.t(
        'The sign-in page has lost its session: it was open for too long or twice, or the browser blocks its cookies. Open the address of the sign-in again.',
      ),
  ],
  [
    /trouble signing you in/i,
    () => l10n.t('The page gives the reason in a line that begins with “AADSTS”. Paste that line.'),
  ],
  [
    /hasn['’]t verified this app/i,
    () => l10n.t('This page is only a warning. If you know the application, choose “Advanced” there and continue.'),
  ],
  [
    /that['’]s an error|something went wrong/i,
    () => l10n.t('The sign-in page failed without a reason. Open the address of the sign-in again.'),
  ],
  [
    /^[A-Z0-9]{4}-[A-Z0-9]{4}$/,
    () =>
      l10n.t(
        'This looks like a code to enter on a sign-in page, not the code at the end of a sign-in. Copy the address that the browser ended on.',
      ),
  ],
  [
    /^\d{6}$/,
    () =>
      l10n.t(
        'This looks like a one-time code, which the sign-in page asks for. Copy the address that the browser ended on.',
      ),
  ],
  [
    /ERR_[A-Z_]+|refused to connect|can['’]t be reached|unable to connect/i,
    () =>
      l10n.t(
        'What the browser shows at the end does not matter. Copy the address from its address bar: the code is in it.',
      ),
  ],
  [
    /^[{[]|^(?:about|data|file|chrome|edge):|^(?:y|yes|n|no|q|quit|exit|ok|help|cancel)$|^(?:localhost|127\.0\.0\.1|urn:)|^[^@\s]{1,64}@[\w-]{1,63}\.|\s/i,
    () => l10n.t('This is neither the address that the browser ended on nor a code.'),
  ],
  [/^(?:state|scope|client_id|response_type|redirect_uri)=/, () => l10n.t('This address contains no code.')],
];

/** Why a text without parameters cannot be a code; `undefined` if it may be one. */
export const whyNoCode = (text: string): string | undefined => others.find(([form]) => form.test(text))?.[1]();
