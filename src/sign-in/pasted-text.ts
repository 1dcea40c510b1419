import * as l10n from '@vscode/l10n';

/** A query that holds an answer. */
const answer = /(?:^|[?&#])(?:code|error)=/;

/** Quotation marks and brackets in pairs, as texts, terminals and JSON put them around an address. */
const pairs: readonly string[] = ['""', "''", '``', '<>', '()', '[]', '“”', '‘’', '„“', '«»'];

/**
 * What somebody pasted, without what programs put around it: quotation marks, `&amp;` of HTML, the words before and
 * after an address.
 */
export function withoutSurroundings(text: string): string {
  const pasted = unquoted(text.trim()).replaceAll('&amp;', '&');
  if (!/\s/.test(pasted)) return pasted;
  const words = pasted.split(/\s+/).map(unquoted);
  const found = words.filter((word) => answer.test(word));
  return found.length === 1 ? (found[0] ?? '') : pasted;
}

function unquoted(text: string): string {
  const inner = text.slice(1, -1);
  return text.length > 2 && pairs.includes(`${text.at(0) ?? ''}${text.at(-1) ?? ''}`) ? inner.trim() : text;
}

/** Whether a text has the parameters of a redirect. */
export const hasAnswer = (text: string): boolean => answer.test(text);

/** What else people take for the code, and what it is. */
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
    /ERR_[A-Z_]+|refused to connect|can['’]t be reached|unable to connect/i,
    () =>
      l10n.t(
        'What the browser shows at the end does not matter. Copy the address from its address bar: the code is in it.',
      ),
  ],
  [
    /^[{[]|^(?:localhost|127\.0\.0\.1|urn:)|^[^@\s]{1,64}@[\w-]{1,63}\.|\s/i,
    () => l10n.t('This is neither the address that the browser ended on nor a code.'),
  ],
  [/^(?:state|scope|client_id|response_type|redirect_uri)=/, () => l10n.t('This address holds no code.')],
];

/** Why a text without parameters cannot be a code; undefined where it may be one. */
export const whyNoCode = (text: string): string | undefined => others.find(([form]) => form.test(text))?.[1]();
