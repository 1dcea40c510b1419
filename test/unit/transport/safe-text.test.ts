import assert from 'node:assert/strict';
import fc from 'fast-check';
import { withoutLinks } from '../../../src/transport/safe-text.js';

describe('a text from outside', () => {
  /** `parseLinkedText` of VS Code, src/vs/base/common/linkedText.ts. */
  const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;

  it('has no link that the editor would render, and loses no word', () => {
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
});
