import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { diagnose } from '../../src/diagnosis/diagnosis.js';
import { checkLogin, type LoginCheckOptions } from '../../src/mail/login-check/login-check.js';
import { ownEhloName } from '../../src/mail/wire/ehlo-name.js';
import { startScriptedServer, type Turn } from '../support/scripted-server.js';

describe('EHLO', () => {
  const attempt = async (turns: readonly Turn[], changes: Partial<LoginCheckOptions> = {}) => {
    const server = await startScriptedServer(turns);
    try {
      const result = await checkLogin({
        protocol: 'smtp',
        server: { host: '127.0.0.1', port: server.port, security: 'none' },
        mechanism: 'XOAUTH2',
        user: 'alice@example.com',
        accessToken: 'made-up.token_0123456789',
        timeoutMs: 5000,
        ...changes,
      });
      return { result, received: server.received };
    } finally {
      await server.stop();
    }
  };
  const refusing: readonly Turn[] = [
    { send: '220 ready\r\n' },
    { when: /EHLO/, send: '550 5.7.1 HELO name is invalid\r\n' },
  ];

  it('uses the host name or the local address', async () => {
    const { result, received } = await attempt(refusing);
    const name = ownEhloName(hostname(), '127.0.0.1');
    assert.deepEqual(received, [`EHLO ${name}`]);
    assert.equal(result.ehloName, name);
  });

  it('uses the configured name; the diagnosis of its refusal quotes it and names the setting', async () => {
    const { result, received } = await attempt(refusing, { ehloName: 'mail.example.com' });
    assert.deepEqual(received, ['EHLO mail.example.com']);
    const [{ code, cause, advice }] = diagnose(result);
    assert.equal(code, 'ehlo-name-rejected');
    assert.match(cause, /“mail\.example\.com”; no token was sent/);
    assert.match(advice, /“Ehlo Name” \(--ehlo_name\)/);
  });

  it('is not sent with an invalid name', async () => {
    const { result, received } = await attempt(refusing, { ehloName: 'a\r\nRSET' });
    assert.deepEqual(received, []);
    assert.equal(result.failure?.code, 'bad-ehlo-name');
    assert.match(diagnose(result)[0].advice, /Ehlo Name/);
    const other = await attempt([{ send: '-ERR busy\r\n' }], { protocol: 'pop3', ehloName: 'a b' });
    assert.equal(other.result.outcome, 'refused');
  });
});
