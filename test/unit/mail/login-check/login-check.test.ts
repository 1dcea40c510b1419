import assert from 'node:assert/strict';
import { checkLogin } from '../../../../src/mail/login-check/login-check.js';
import { startScriptedServer } from '../../../support/scripted-server.js';

describe('checkLogin', () => {
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
