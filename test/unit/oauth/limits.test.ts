import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { deflateSync } from 'node:zlib';
import { discover } from '../../../src/oauth/discovery.js';
import { refreshTokens } from '../../../src/oauth/refresh.js';
import type { RequestOptions } from '../../../src/oauth/types.js';
import { QuickAuthority } from '../../support/quick-authority.js';

describe('a request to an authorization server with an endless response', () => {
  let server: http.Server;
  let handle: (request: http.IncomingMessage, response: http.ServerResponse) => void;

  beforeEach(async () => {
    server = http.createServer((request, response) => handle(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const refresh = (options: RequestOptions) =>
    refreshTokens(
      {
        server: { authorizationEndpoint: `${origin()}/auth`, tokenEndpoint: `${origin()}/token` },
        client: { clientId: 'client' },
        tokens: { refreshToken: 'made-up-refresh-token' },
      },
      options,
    );

  /** Writes to a response for as long as the client takes it, and counts. */
  function writeWithoutEnd(response: http.ServerResponse) {
    const chunk = Buffer.alloc(64 * 1024, ' ');
    const sent = { octets: 0, closed: once(response, 'close') };
    const write = () => {
      while (!response.closed && response.write(chunk)) sent.octets += chunk.length;
      sent.octets += chunk.length;
    };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.on('drain', write);
    write();
    return sent;
  }

  /** Sends a blank every 20 ms. */
  function drip(response: http.ServerResponse) {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  }

  it('may have a time limit longer than a timer can be', async () => {
    handle = (_request, response) => response.end('{"access_token":"made-up-token","token_type":"Bearer"}');
    const { accessToken } = await refresh({ timeoutMs: Infinity });
    assert.equal(accessToken, 'made-up-token');
  });

  it('is cut off after 1 MB of a token response', async () => {
    let sent: ReturnType<typeof writeWithoutEnd> | undefined;
    handle = (_, response) => (sent = writeWithoutEnd(response));
    await assert.rejects(refresh({}), { code: 'bad-response', message: /larger than 1 MB/ });
    await sent?.closed;
    // What lies in the buffers of both sockets has been written too.
    assert.ok(sent !== undefined && sent.octets < 32 * 1024 * 1024, `${sent?.octets} octets were sent`);
  });

  it('is not decoded over and over', async () => {
    handle = (_, response) => {
      let body: Buffer = Buffer.from('{"access_token":"made-up-token","token_type":"Bearer"}');
      const codings = Array.from({ length: 200 }, () => 'deflate');
      for (const _coding of codings) body = deflateSync(body);
      response.writeHead(200, { 'content-encoding': codings.join(',') }).end(body);
    };
    await assert.rejects(refresh({}), { code: 'bad-response' });
  });

  it('is cut off after 1 MB of metadata', async () => {
    handle = (_, response) => void writeWithoutEnd(response);
    await assert.rejects(discover(origin()), { code: 'discovery-failed' });
  });

  it('ends at the deadline as a timeout if the body is slow', async () => {
    handle = (_, response) => drip(response);
    await assert.rejects(refresh({ timeoutMs: 200 }), { code: 'timeout' });
  });

  it('ends at the deadline as a timeout if the body is slow, from a server with an additional CA', async () => {
    const authority = await QuickAuthority.create();
    const { ca, key } = authority;
    const secure = https.createServer({ key, cert: await authority.certify('localhost', ['localhost']) });
    secure.on('request', (_, response) => drip(response)).listen(0, '127.0.0.1');
    await once(secure, 'listening');
    const issuer = `https://localhost:${(secure.address() as AddressInfo).port}`;
    await assert.rejects(discover(issuer, { timeoutMs: 200, ca }), { code: 'timeout' });
    secure.closeAllConnections();
    secure.close();
  });

  it('ends with the signal’s reason if the body is slow', async () => {
    const controller = new AbortController();
    handle = (_, response) => {
      drip(response);
      controller.abort(new Error('canceled'));
    };
    await assert.rejects(refresh({ signal: controller.signal }), /^Error: canceled$/);
  });

  for (const withSignal of [false, true]) {
    it(`ends at the deadline ${withSignal ? 'with' : 'without'} a caller’s signal, despite garbage collection`, async () => {
      setFlagsFromString('--expose-gc');
      const collect = runInNewContext('gc') as () => void;
      handle = () => undefined;
      const timer = setInterval(collect, 10);
      try {
        const signal = withSignal ? { signal: new AbortController().signal } : {};
        await assert.rejects(refresh({ timeoutMs: 300, ...signal }), { code: 'timeout' });
      } finally {
        clearInterval(timer);
      }
    });
  }

  it('removes its listener from the caller’s signal', async () => {
    const { signal } = new AbortController();
    handle = () => undefined;
    await assert.rejects(refresh({ timeoutMs: 50, signal }), { code: 'timeout' });
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });
});
