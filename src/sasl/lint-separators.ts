import type { ReportFinding } from './lint-finding.js';

/** Textual notations of the byte 0x01. */
const literalControl =
  /\^A|\\x01|\\x1(?![\da-f])|\\0{0,2}1(?!\d)|\\u0001|\\u\{1\}|\\cA|%01|&#x?0{0,3}1;|[<[{](?:SOH|0x0?1)[>\]}]|[\u2401\u263a]/gi;

/** All carets of “^A” are missing, or another byte replaces 0x01. */
const lostCarets =
  /^(user=[^\s@]+@[^\s@]+?)([A?.\u0000\u0002-\u0009\u000b\u000c\u000e-\u001f\u2400\u2402-\u241f])(auth=Bearer [^\s\u0000-\u001f]+?)(?:\2{0,3})$/;

/** The same in OAUTHBEARER. */
const lostInHeader = /^(n,(?:a=[^,\u0001]*)?,)A(?=(?:host|port|auth)=)/;

/** Removes the spaces around the “=” of the keys, as in a configuration, and reports them. */
export function withoutSpacedKeys(message: string, report: ReportFinding): string {
  const at = message.search(/^user\s{1,3}=|auth(?:\s{1,3}=\s{0,3}|=\s{1,3})bearer\s/i);
  if (at === -1) return message;
  report('spacing', 'message', at + 4, 'keys');
  return message
    .replace(/^user\s{0,3}=\s{0,3}/i, 'user=')
    .replace(/auth\s{0,3}=\s{0,3}(?=bearer\s)/i, 'auth=')
    .replace(/[,;]\s{0,3}(?=auth=)/i, '\u0001');
}

/** Replaces substitutes of the byte 0x01 in a message, and reports them. */
export function fixSeparators(message: string, report: ReportFinding): string {
  // The user may end in “A”, so only an “A” after the byte is superfluous.
  const extra = message.indexOf('\u0001Aauth=Bearer ');
  if (extra !== -1) {
    report('lost-caret', 'message', extra + 1);
    return `${message.slice(0, extra + 1)}${message.slice(extra + 2)}`;
  }
  const first = withFirstSeparator(message);
  if (message.includes('\u0001')) {
    if (first !== message) report('lost-caret', 'message', message.indexOf('auth=') - 1);
    return first;
  }
  const literal = message.search(literalControl);
  if (literal !== -1) report('literal-control', 'message', literal);
  const fixed = message.replace(literalControl, '\u0001');
  if (fixed.includes('\u0001')) return withFirstSeparator(fixed);
  return withLostBytes(fixed, report) ?? withLineBreaks(fixed, report);
}

/** If only some carets are missing, the first separator is one of them. */
function withFirstSeparator(message: string): string {
  return message.replace(/^(user=[^\s@\u0001]+@[^\s@\u0001]+)A(?=auth=Bearer )/, '$1\u0001');
}

function withLostBytes(message: string, report: ReportFinding): string | undefined {
  const [whole, user, , auth] = lostCarets.exec(message) ?? [];
  if (whole !== undefined) {
    report('lost-caret', 'message', user?.length ?? 0);
    return `${user ?? ''}\u0001${auth ?? ''}\u0001\u0001`;
  }
  const header = lostInHeader.exec(message)?.[1];
  if (header === undefined) return undefined;
  report('lost-caret', 'message', header.length);
  const fields = message.slice(header.length).replace(/A(?=(?:host|port|auth)=)/g, '\u0001');
  return `${header}${fields.replace(/AA$/, '\u0001\u0001')}`;
}

function withLineBreaks(message: string, report: ReportFinding): string {
  const lineBreak = message.search(/\r?\n/);
  if (lineBreak !== -1) report('wrong-separator', 'message', lineBreak);
  return message.replace(/\r?\n/g, '\u0001');
}
