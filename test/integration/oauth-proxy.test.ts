import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { gzipSync } from 'node:zlib';
import { discover } from '../../src/oauth/discovery.js';
import { refreshTokens } from '../../src/oauth/refresh.js';
import type { RequestOptions } from '../../src/oauth/types.js';
import { AccountStore } from '../../src/accounts/account-store.js';
import { TokenManager } from '../../src/accounts/token-manager.js';
import { PendingSignIns } from '../../src/sign-in/pending-sign-ins.js';
import { SignIn } from '../../src/sign-in/sign-in.js';
import { parseProxy } from '../../src/transport/proxy.js';
import {
  desktopClient,
  mailScope,
  startAuthorizationServer,
  type AuthorizationServer,
} from '../support/authorization-server.js';
import { makeAuthority, makeCertificate } from '../support/certificates.js';
import { startHttpProxy } from '../support/http-proxy.js';
import { run } from '../support/processes.js';
import { memorySecrets } from '../support/memory-secrets.js';
import { sampleAccount } from '../support/sample-account.js';
import { startSocksProxy } from '../support/socks-proxy.js';
import { startTokenEndpoint } from '../support/token-endpoint.js';

/** A name that only the proxies of the tests know. */
const host = 'login.example.com';
const addressOf = () => '127.0.0.1';

describe('an authorization server behind a proxy', () => {
  let directory: string;
  let caFile: string;
  let ca: string;
  let key: Buffer;
  let cert: Buffer;
  let server: AuthorizationServer;

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'mail-oauth-proxy-'));
    const authority = await makeAuthority(directory);
    const files = await makeCertificate(directory, 'login', authority, { altNames: `DNS:${host}` });
    caFile = authority.certificateFile;
    ca = await readFile(caFile, 'utf8');
    [key, cert] = await Promise.all([readFile(files.keyFile), readFile(files.certificateFile)]);
    server = await startAuthorizationServer({ tls: { host, key, cert } });
  });

  after(async () => {
    await server.stop();
    await rm(directory, { recursive: true });
  });

  const through = (url: string): RequestOptions => ({ ca, proxyFor: () => parseProxy(url) });
  const refreshToken = async () =>
    (await server.issueTokens({ user: 'alice@example.com', clientId: desktopClient.clientId })).refreshToken;

  async function refresh(options: RequestOptions): Promise<string> {
    const tokens = { refreshToken: await refreshToken() };
    const known = await discover(server.issuer, options);
    return (await refreshTokens({ server: known, client: desktopClient, tokens }, options)).accessToken;
  }

  /** A TLS server under the name of the authorization server. */
  async function startTlsServer(handle: (socket: tls.TLSSocket) => void) {
    const listener = tls.createServer({ key, cert }, (socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => handle(socket));
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    return { url: `https://${host}:${(listener.address() as AddressInfo).port}`, stop: () => listener.close() };
  }

  const refreshAt = (origin: string, options: RequestOptions) =>
    refreshTokens(
      {
        server: { authorizationEndpoint: `${origin}/auth`, tokenEndpoint: `${origin}/token` },
        client: { clientId: 'client' },
        tokens: { refreshToken: 'made-up-refresh-token' },
      },
      options,
    );

  it('is reached by HTTP CONNECT with the proxy’s password, and its certificate is verified', async () => {
    const proxy = await startHttpProxy({ credential: 'carol:s3cr3t word', addressOf });
    const url = proxy.url('carol:s3cr3t%20word@');
    assert.ok((await refresh(through(url))).length > 10);
    assert.deepEqual([...new Set(proxy.asked)], [new URL(server.issuer).host]);
    await assert.rejects(discover(server.issuer, { proxyFor: () => parseProxy(url) }), {
      code: 'network',
      message: /certificate of login\.example\.com:\d+ is from an authority that is not trusted/,
    });
    proxy.stop();
  });

  it('is reached by SOCKS 5, and the proxy resolves the name', async () => {
    const proxy = await startSocksProxy(addressOf);
    assert.ok((await refresh(through(`socks5://127.0.0.1:${proxy.port}`))).length > 10);
    await proxy.stop();
    assert.deepEqual([...new Set(proxy.asked)], [new URL(server.issuer).host]);
  });

  it('is not reached if the proxy refuses; the error names the proxy without its password', async () => {
    const proxy = await startHttpProxy({ credential: 'carol:right', addressOf });
    const refused = discover(server.issuer, through(proxy.url('carol:wrong-password@')));
    await assert.rejects(refused, (error: Error) => {
      assert.match(error.message, /through the proxy http:\/\/127\.0\.0\.1:\d+: it answers CONNECT .* with 407 /);
      assert.doesNotMatch(error.message, /wrong-password|carol/);
      return 'code' in error && error.code === 'proxy-failed';
    });
    const options = through(proxy.url());
    proxy.stop();
    await assert.rejects(discover(server.issuer, options), {
      code: 'proxy-failed',
      message: /through the proxy .*: nothing listens there\.$/,
    });
  });

  it('is awaited until the deadline or cancellation, wherever the proxy hangs', async () => {
    const silent = net.createServer((socket) => socket.on('error', () => undefined).resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    for (const scheme of ['http', 'https', 'socks5']) {
      const options = through(`${scheme}://127.0.0.1:${port}`);
      await assert.rejects(discover(server.issuer, { ...options, timeoutMs: 200 }), { code: 'timeout' });
      const cancel = new AbortController();
      silent.once('connection', () => cancel.abort(new Error('canceled')));
      await assert.rejects(discover(server.issuer, { ...options, signal: cancel.signal }), /^Error: canceled$/);
    }
    await new Promise((resolve) => silent.close(resolve));
  });

  it('is cut off after 1 MB, also of decompressed data, and its redirects are not followed', async () => {
    const proxy = await startHttpProxy({ addressOf });
    const bomb = gzipSync(Buffer.alloc(2 * 1024 * 1024, ' '));
    for (const [head, body, expected] of [
      ['200 OK', Buffer.alloc(2 * 1024 * 1024, ' '), /larger than 1 MB/],
      ['200 OK\r\nContent-Encoding: gzip', bomb, /larger than 1 MB/],
      ['307 Moved\r\nLocation: https://elsewhere.example/token', Buffer.from(''), /redirects to .*elsewhere/],
      ['999 Odd', Buffer.from(''), /did not answer like an authorization server \(HTTP 999\)/],
    ] as const) {
      const answering = await startTlsServer((socket) => {
        socket.write(`HTTP/1.1 ${head}\r\nContent-Length: ${body.length}\r\n\r\n`);
        socket.end(body);
      });
      await assert.rejects(refreshAt(answering.url, through(proxy.url())), { code: 'bad-response', message: expected });
      answering.stop();
    }
    assert.equal(proxy.asked.filter((target) => target.startsWith('elsewhere')).length, 0);
    proxy.stop();
  });

  it('may compress its response, or only claim to', async () => {
    const proxy = await startHttpProxy({ addressOf });
    const json = '{"access_token":"made-up","token_type":"Bearer"}';
    for (const body of [gzipSync(json), Buffer.from(json)]) {
      const answering = await startTlsServer((socket) => {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`);
        socket.end(body);
      });
      assert.equal((await refreshAt(answering.url, through(proxy.url()))).accessToken, 'made-up');
      answering.stop();
    }
    proxy.stop();
  });

  it('of Zoho receives the code at the data center in the response, and refreshes there', async () => {
    const authority = await makeAuthority(await mkdtemp(path.join(directory, 'zoho-')));
    const altNames = 'DNS:accounts.zoho.com,DNS:accounts.zoho.eu';
    const files = await makeCertificate(path.dirname(authority.certificateFile), 'zoho', authority, { altNames });
    const json = '{"access_token":"made-up","refresh_token":"made-up-refresh","api_domain":"https://www.zohoapis.eu"}';
    const zoho = https.createServer(
      { key: await readFile(files.keyFile), cert: await readFile(files.certificateFile) },
      (_request, response) => response.end(json),
    );
    await new Promise<void>((resolve) => zoho.listen(0, '127.0.0.1', resolve));
    const proxy = await startHttpProxy({ addressOf, port: (zoho.address() as AddressInfo).port });
    const connect = { ...through(proxy.url()), ca: await readFile(authority.certificateFile, 'utf8') };
    const base = 'https://accounts.zoho.com/oauth/v2';
    const account = sampleAccount({
      server: { authorizationEndpoint: `${base}/auth`, tokenEndpoint: `${base}/token` },
    });
    const secrets = memorySecrets();
    const store = new AccountStore(secrets);
    await store.add(account);
    const signIn = new SignIn(store, new PendingSignIns(secrets), Date.now, () => Promise.resolve(connect));
    const { state } = await signIn.begin(account, { kind: 'paste', redirectUri: 'https://app.example.com/' });
    const response = { code: 'made-up-code', state, location: 'eu', 'accounts-server': 'https://accounts.zoho.eu' };
    const signedIn = await signIn.complete(new URLSearchParams(response));
    assert.deepEqual(proxy.asked, ['accounts.zoho.eu:443']);
    assert.equal(signedIn.account.server.tokenEndpoint, 'https://accounts.zoho.eu/oauth/v2/token');
    await new TokenManager(store, Date.now, () => Promise.resolve(connect)).fresh(account.id, { force: true });
    assert.deepEqual(proxy.asked, ['accounts.zoho.eu:443', 'accounts.zoho.eu:443']);
    zoho.close();
    proxy.stop();
  });

  it('receives no secret over plain http through a proxy', async () => {
    const proxy = await startHttpProxy();
    const endpoint = await startTokenEndpoint(() => ({ body: { access_token: 'made-up', token_type: 'Bearer' } }));
    assert.equal((await refreshAt(endpoint.origin, through(proxy.url()))).accessToken, 'made-up');
    await endpoint.stop();
    proxy.stop();
    assert.deepEqual(proxy.asked, []);
  });

  describe('from the command line', () => {
    const cli = async (args: readonly string[], env: Record<string, string>) => {
      const secret = await refreshToken();
      return run(
        process.execPath,
        [
          'dist/cli.js',
          ...['--refresh_token', 'env:TOKEN', '--issuer', server.issuer, '--scope', mailScope],
          ...['--client_id', desktopClient.clientId, '--client_secret', 'env:SECRET', ...args],
        ],
        {
          env: { PATH: process.env['PATH'] ?? '', TOKEN: secret, SECRET: desktopClient.clientSecret, ...env },
        },
      );
    };

    it('is reached by --proxy, HTTPS_PROXY and ALL_PROXY, except with NO_PROXY or --proxy none', async () => {
      const proxy = await startHttpProxy({ addressOf });
      const socks = await startSocksProxy(addressOf);
      const url = proxy.url();
      const trusted = ['--ca_file', caFile];
      for (const [args, env] of [
        [['--proxy', url], {}],
        [[], { HTTPS_PROXY: url }],
        [[], { https_proxy: url }],
        [[], { ALL_PROXY: `socks5://127.0.0.1:${socks.port}` }],
      ] as const) {
        const { status, stdout, stderr } = await cli([...trusted, ...args], env);
        assert.equal(status, 0, stderr);
        assert.match(stdout, /^Access Token: /);
      }
      assert.ok(proxy.asked.length > 0 && socks.asked.length > 0);
      const asked = proxy.asked.length;
      for (const [args, env] of [
        [['--proxy', 'none'], { HTTPS_PROXY: url }],
        [[], { HTTPS_PROXY: url, NO_PROXY: '.example.com' }],
      ] as const) {
        const { status, stderr } = await cli([...trusted, ...args], env);
        assert.equal(status, 4, stderr);
        assert.match(stderr, /Could not reach login\.example\.com:\d+: its name was not found/);
      }
      assert.equal(proxy.asked.length, asked);
      proxy.stop();
      await socks.stop();
    });

    it('is awaited until --timeout', async () => {
      const silent = http.createServer().on('connect', () => undefined);
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
      const { status, stderr } = await cli(['--ca_file', caFile, '--proxy', url, '--timeout', '1'], {});
      silent.closeAllConnections();
      silent.close();
      assert.equal(status, 4, stderr);
      assert.match(stderr, /login\.example\.com:\d+ timed out/);
    });
  });
});
