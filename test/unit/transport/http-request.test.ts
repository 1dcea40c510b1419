import assert from 'node:assert/strict';
import { TransportError } from '../../../src/transport/errors.js';
import { sendRequest } from '../../../src/transport/http-request.js';
import { startScriptedServer, type ScriptedServer, type Turn } from '../../support/scripted-server.js';

describe('an HTTPS request through a proxy', () => {
  const controller = new AbortController();
  let proxy: ScriptedServer;

  const start = async (...turns: readonly Turn[]) => (proxy = await startScriptedServer(turns));
  const send = () =>
    sendRequest(new URL('https://login.example.com/'), {
      method: 'GET',
      headers: {},
      body: undefined,
      signal: controller.signal,
      ca: undefined,
      proxyFor: () => ({ kind: 'http', host: '127.0.0.1', port: proxy.port }),
    });

  afterEach(() => proxy.stop());

  it('closes its connection if the proxy refuses the tunnel and keeps the connection open', async () => {
    await start({ when: /^$/, send: 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n' });
    await assert.rejects(send(), (error) => error instanceof TransportError && error.code === 'proxy-failed');
    await proxy.idle();
  });

  it('closes its connection if the TLS handshake through the tunnel fails', async () => {
    await start({ when: /^$/, send: 'HTTP/1.1 200 OK\r\n\r\n220 this is not TLS\r\n' });
    await assert.rejects(send());
    await proxy.idle();
  });
});
