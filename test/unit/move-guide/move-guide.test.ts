import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { appCards } from '../../../src/move-guide/app-cards.js';
import { handOver } from '../../../src/move-guide/hand-over.js';
import { moveGuide } from '../../../src/move-guide/move-guide.js';
import type { MoveGuideInput } from '../../../src/move-guide/move-step.js';
import { powershellText } from '../../../src/move-guide/powershell-text.js';
import { moveDocument } from '../../support/move-document.js';

const card = (id: string) => appCards.find((one) => one.id === id) ?? assert.fail(`no card ${id}`);
const guide = (input: Partial<MoveGuideInput> = {}) =>
  moveGuide({
    app: card('mailkit'),
    provider: 'microsoft',
    kind: 'application',
    mailbox: 'reports@example.com',
    ...input,
  });

describe('the move guide', () => {
  for (const app of appCards) {
    for (const provider of ['microsoft', 'google'] as const) {
      for (const kind of ['user', 'application'] as const) {
        it(`leaves nothing to fill in unnamed: ${app.name}, ${provider}, ${kind}`, () => {
          const text = guide({ app, provider, kind });
          assert.doesNotMatch(text, /\{\w+\}|undefined|\[object/);
          assert.match(text, /reports@example\.com/);
          for (const source of app.sources) assert.ok(text.includes(source), source);
          if (app.cannot !== undefined) assert.ok(text.includes(app.cannot.issue));
        });
      }
    }
  }

  it('names the object ID of the Enterprise application, and grants what the protocols need', () => {
    const text = guide({
      tenant: 'contoso.onmicrosoft.com',
      clientId: '11111111-2222-3333-4444-555555555555',
      servicePrincipalObjectId: '66666666-7777-8888-9999-000000000000',
    });
    assert.match(
      text,
      /New-ServicePrincipal -AppId '11111111-2222-3333-4444-555555555555' -ObjectId '66666666-7777-8888-9999-000000000000'/,
    );
    assert.match(text, /Add-MailboxPermission -Identity 'reports@example\.com'.*FullAccess/);
    assert.match(text, /Add-RecipientPermission -Identity 'reports@example\.com'.*SendAs/);
    assert.match(text, /Set-CASMailbox -Identity 'reports@example\.com' -SmtpClientAuthenticationDisabled \$false/);
    assert.doesNotMatch(guide({ app: card('postfix') }), /Add-MailboxPermission/);
  });

  it('writes the scope to delegate at Google, and asks for no redirect there', () => {
    const text = guide({ provider: 'google', clientId: '123456789012345678901' });
    assert.match(text, /add the client ID 123456789012345678901 with the scope https:\/\/mail\.google\.com\//);
    assert.doesNotMatch(text, /PowerShell|New-ServicePrincipal|redirect URI/);
  });

  it('lets no answer become a command of PowerShell', () => {
    for (const evil of [
      "a'; Remove-Mailbox 'b",
      'a’; Remove-Mailbox ‘b',
      "a\r\nRemove-Mailbox 'b'",
      '$(whoami)',
      '`whoami`',
    ]) {
      const literal = powershellText(evil);
      assert.match(literal, /^'(?:[^'‘’‚‛\r\n]|''|‘‘|’’)*'$/);
    }
    assert.ok(guide({ mailbox: "o'brien@example.com" }).includes("-Identity 'o''brien@example.com'"));
  });

  it('hands over the values for the form, where the secret comes from, and what was tested', () => {
    const input = {
      app: card('mailkit'),
      provider: 'microsoft',
      kind: 'application',
      mailbox: 'reports@example.com',
      tenant: 'contoso.onmicrosoft.com',
    } as const;
    const at = Date.UTC(2026, 10, 25, 14, 0);
    const text = handOver({ ...input, clientId: '11111111-2222-3333-4444-555555555555' }, [
      { protocol: 'imap', server: 'outlook.office365.com:993', outcome: 'ok', at, cause: '' },
      { protocol: 'smtp', server: 'smtp.office365.com:587', outcome: 'refused', at, cause: 'SMTP is switched off.' },
    ]);
    assert.match(text, /\| authority \| `https:\/\/login\.microsoftonline\.com\/contoso\.onmicrosoft\.com` \|/);
    assert.match(text, /Object ID of the Enterprise application: still to be filled in/);
    assert.match(text, /The client secret or the certificate is handed over separately/);
    assert.match(text, /IMAP `outlook\.office365\.com:993`, 2026-11-25T14:00Z: OK/);
    assert.match(text, /SMTP `smtp\.office365\.com:587`, 2026-11-25T14:00Z: refused\. SMTP is switched off\./);
    assert.match(handOver(input, []), /Client ID: still to be filled in[^]*Nothing was tested/);
  });

  it('is in docs/move-an-app.md for every application; `npm run docs` writes it', () => {
    assert.equal(readFileSync('docs/move-an-app.md', 'utf8'), moveDocument());
  });
});
