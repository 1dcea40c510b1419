import assert from 'node:assert/strict';
import { checkLogin } from '../../../../src/mail/login-check/login-check.js';
import { startScriptedServer } from '../../../support/scripted-server.js';

/** Of letters only, since capabilities are listed in upper case. */
const letters = 'qwkzjvxpyhgfmbtlrcndsqzxwvkjhpfgbymtrlcnd';

describe('checkLogin', () => {
  it('withholds a token that the server lists in pieces among its capabilities', async () => {
    const pieces = letters.match(/.{1,8}/g) ?? [];
    const server = await startScriptedServer([
      { send: '* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\r\n' },
      {
        when: /AUTHENTICATE/,
        send: `A1 OK [CAPABILITY IMAP4rev1 SASL-IR ID ENABLE IDLE NAMESPACE ${pieces.join(' ')}] in\r\n`,
      },
      { when: /SELECT/, send: 'A2 OK done\r\n' },
      { when: /LOGOUT/, close: true },
    ]);
    const result = await checkLogin({
      protocol: 'imap',
      server: { host: '127.0.0.1', port: server.port, security: 'none' },
      mechanism: 'XOAUTH2',
      user: 'alice@example.com',
      accessToken: letters,
    });
    await server.stop();
    assert.equal(result.outcome, 'ok');
    assert.equal(result.capabilities[0], 'IMAP4REV1');
    for (const piece of pieces.slice(0, -1)) {
      assert.ok(!JSON.stringify(result).toLowerCase().includes(piece), piece);
    }
  });

  it('closes the connection if the callback for transcript lines throws', async () => {
    const server = await startScriptedServer([{ send: '* OK ready\r\n' }]);
    const error = new Error('from onEntry');
    const check = checkLogin({
      protocol: 'imap',
      server: { host: '127.0.0.1', port: server.port, security: 'none' },
      mechanism: 'XOAUTH2',
      user: 'alice@example.com',
      accessToken: 'access-token-0123456789',
      onEntry: ({ direction }) => {
        if (direction === 'server') throw error;
      },
    });
    await assert.rejects(check, error);
    await server.idle();
    await server.stop();
  });
});
