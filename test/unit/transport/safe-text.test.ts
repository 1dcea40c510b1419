import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseErrorChallenge } from '../../../src/sasl/challenge.js';
import { escapeBytes, noSecrets, safeText, withoutLinks } from '../../../src/transport/safe-text.js';

describe('a text from outside', () => {
  /** `parseLinkedText` of VS Code, src/vs/base/common/linkedText.ts. */
  const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;

  it('contains no link that the editor would render, and loses no word', () => {
    const said =
      'NO [unlock it here](command:workbench.action.terminal.toggleTerminal) or [here](https://evil.example)';
    assert.equal(said.match(link)?.length, 2);
    assert.equal(
      withoutLinks(said),
      'NO [unlock it here] (command:workbench.action.terminal.toggleTerminal) or [here] (https://evil.example)',
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom('[', ']', '(', ')', 'x', ' ', '"', 'command:', 'https://')), (parts) => {
        assert.equal(withoutLinks(parts.join('')).match(link), null);
      }),
    );
  });

  /** Control characters, and all that reverse, hide or take no room. */
  const harmful = [
    ...[
      '\u0000',
      '\u0007',
      '\u001b[2J',
      '\u007f',
      '\u009b',
      '\u00ad',
      '\u061c',
      '\u200b',
      '\u200f',
      '\u202e',
      '\u2060',
    ],
    ...['\u2064', '\u2066', '\u2069', '\ufeff', '\u{e0001}', '\u{e0041}', '\u{e007f}', '\u{e0100}'],
  ];

  it('contains no control, bidirectional or invisible character', () => {
    for (const character of harmful) {
      const text = `x${character}y`;
      const found = new RegExp(character.startsWith('\u001b') ? '\u001b' : character, 'u');
      for (const shown of [
        safeText(text, noSecrets),
        escapeBytes(Buffer.from(text)),
        parseErrorChallenge(text).text,
        parseErrorChallenge(JSON.stringify({ status: '400', scope: text })).scope ?? character,
      ]) {
        assert.doesNotMatch(shown, found);
        assert.match(shown, /^x[\\ ]/);
      }
    }
  });

  it('is one line, truncated, without secrets', () => {
    assert.equal(safeText(' a\r\n\tb ', noSecrets), 'a b');
    assert.equal(safeText('a'.repeat(100), { ...noSecrets, limit: 10 }), `${'a'.repeat(10)}…`);
    assert.equal(safeText('a secret', { redact: (text) => text.replace('secret', '<none>') }), 'a <none>');
    assert.equal(safeText('Grüße 你好 👍', noSecrets), 'Grüße 你好 👍');
  });
});
