import assert from 'node:assert/strict';
import { readServerCapabilities } from '../../../../src/mail/login-check/server-capabilities.js';
import { startScriptedServer } from '../../../support/scripted-server.js';

describe('readServerCapabilities', () => {
  it('redacts the proxy’s password in the capabilities', async () => {
    const proxy = await startScriptedServer([
      {
        when: /^$/,
        send: 'HTTP/1.1 200 OK\r\n\r\n* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 secret-0123456789] ready\r\n',
      },
      { when: /LOGOUT/, close: true },
    ]);
    const { capabilities, mechanisms } = await readServerCapabilities({
      protocol: 'imap',
      server: { host: 'imap.example.com', port: 143, security: 'none' },
      proxy: { kind: 'http', host: '127.0.0.1', port: proxy.port, user: 'carol', password: 'secret-0123456789' },
    });
    assert.deepEqual(mechanisms, ['XOAUTH2']);
    assert.equal(capabilities.length, 3);
    assert.doesNotMatch(capabilities.join(), /secret/i);
    await proxy.stop();
  });
});
