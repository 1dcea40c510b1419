import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { diagnose } from '../../src/diagnosis/diagnosis.js';
import { checkLogin, type LoginCheckOptions } from '../../src/mail/login-check/login-check.js';
import { formatEntry } from '../../src/report/text.js';
import { isExcluded, parseProxy, proxyOfEnvironment } from '../../src/transport/proxy.js';
import { mailScope, startAuthorizationServer, type AuthorizationServer } from '../support/authorization-server.js';
import { startDovecot, type Dovecot } from '../support/dovecot.js';
import { startHttpProxy } from '../support/http-proxy.js';
import { startSocksProxy } from '../support/socks-proxy.js';

const user = 'alice@example.com';

describe('a test through a proxy', () => {
  let authorizationServer: AuthorizationServer;
  let dovecot: Dovecot;
  let options: LoginCheckOptions;

  before(async () => {
    authorizationServer = await startAuthorizationServer();
    dovecot = await startDovecot(authorizationServer.introspectionUrl, mailScope);
    const { accessToken } = await authorizationServer.issueTokens({ user });
    options = {
      protocol: 'imap',
      server: { host: 'localhost', port: dovecot.ports.imaps, security: 'tls' },
      mechanism: 'XOAUTH2',
      user,
      accessToken,
      ca: await readFile(dovecot.caFile, 'utf8'),
    };
  });

  after(async () => {
    await dovecot.stop();
    await authorizationServer.stop();
  });

  it('uses HTTP CONNECT, with TLS to the server itself', async () => {
    const proxy = await startHttpProxy();
    const url = proxy.url();
    const report = await checkLogin({ ...options, proxy: parseProxy(url) });
    proxy.stop();
    assert.equal(report.outcome, 'ok', report.failure?.message);
    assert.deepEqual(proxy.asked, [`localhost:${dovecot.ports.imaps}`]);
    assert.equal(report.proxy, url);
    assert.equal(report.tls?.subject, 'localhost');
    assert.ok(report.phases.some(({ name }) => name === 'proxy'));
  });

  it('authenticates to the proxy, and redacts the password', async () => {
    const proxy = await startHttpProxy({ credential: 'carol:s3cr3t word' });
    const report = await checkLogin({ ...options, proxy: parseProxy(proxy.url('carol:s3cr3t%20word@')) });
    const refused = await checkLogin({ ...options, proxy: parseProxy(proxy.url('carol:wrong-password@')) });
    proxy.stop();
    assert.equal(report.outcome, 'ok', report.failure?.message);
    assert.doesNotMatch(JSON.stringify(report), /s3cr3t|carol/);
    assert.equal(refused.failure?.code, 'proxy-failed');
    assert.match(refused.failure.message, /407/);
    assert.equal(diagnose(refused)[0].code, 'proxy-authentication');
    assert.doesNotMatch(JSON.stringify(refused), /wrong-password/);
    for (const [userinfo, secret] of [
      ['carol:pw1@', 'Y2Fyb2w6cHcx'],
      ['token_0123456789@', 'token_0123456789'],
    ] as const) {
      const echoing = http
        .createServer()
        .on('connect', (_request, client: net.Socket) => client.end(`HTTP/1.1 407 bad Basic ${secret}\r\n\r\n`));
      await new Promise<void>((resolve) => echoing.listen(0, '127.0.0.1', resolve));
      const echoed = await checkLogin({
        ...options,
        proxy: parseProxy(`http://${userinfo}127.0.0.1:${(echoing.address() as AddressInfo).port}`),
      });
      echoing.close();
      assert.match(echoed.failure?.message ?? '', /407 bad Basic <the proxy’s user/);
      assert.ok(!JSON.stringify(echoed).includes(secret));
    }
  });

  it('escapes the characters of a proxy’s message', async () => {
    const said = '\u001b]0;owned\u0007\u001b[2J\u001b[31mOK: accepted\u009b\u202e](command:x)';
    const answering = net.createServer((client) => {
      client.on('error', () => undefined);
      client.end(`HTTP/1.1 502 ${said}\r\n\r\n`);
    });
    await new Promise<void>((resolve) => answering.listen(0, '127.0.0.1', resolve));
    const { port } = answering.address() as AddressInfo;
    const result = await checkLogin({ ...options, proxy: parseProxy(`http://127.0.0.1:${port}`) });
    answering.close();
    assert.equal(result.failure?.code, 'proxy-failed');
    const { cause, advice } = diagnose(result)[0];
    const shown = [result.failure.message, cause, advice, ...result.transcript.map(formatEntry)];
    assert.match(shown.join('\n'), /502/);
    assert.doesNotMatch(shown.join('\n'), /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  it('does not treat the proxy’s loopback as this machine’s', async () => {
    const proxy = await startHttpProxy();
    const plain = await checkLogin({
      ...options,
      server: { host: 'localhost', port: dovecot.ports.imap, security: 'none' },
      proxy: parseProxy(proxy.url()),
    });
    proxy.stop();
    assert.equal(plain.failure?.code, 'plain-refused');
    assert.deepEqual(proxy.asked, []);
  });

  it('recognizes a plaintext port at once, even if its greeting arrives with the proxy’s reply', async () => {
    for (const pieces of [['200 OK\r\n\r\n* OK ready\r\n'], ['200 OK\r\n\r\n', '* OK ready\r\n']]) {
      const sockets = new Set<net.Socket>();
      const proxy = net.createServer((socket) => {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.once('data', () => {
          socket.write('HTTP/1.1 ');
          for (const piece of pieces) socket.write(piece);
        });
      });
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
      const { port } = proxy.address() as AddressInfo;
      const report = await checkLogin({ ...options, timeoutMs: 5000, proxy: parseProxy(`http://127.0.0.1:${port}`) });
      for (const socket of sockets) socket.destroy();
      proxy.close();
      assert.equal(report.failure?.code, 'tls-failed', report.failure?.message);
      assert.match(diagnose(report)[0].advice, /STARTTLS/);
    }
  });

  it('uses SOCKS 5, and lets the proxy resolve the name', async () => {
    const proxy = await startSocksProxy();
    const report = await checkLogin({ ...options, proxy: parseProxy(`socks5://127.0.0.1:${proxy.port}`) });
    await proxy.stop();
    assert.equal(report.outcome, 'ok', report.failure?.message);
    assert.deepEqual(proxy.asked, [`localhost:${dovecot.ports.imaps}`]);
  });

  it('names a proxy that fails, and ends at the deadline and on cancellation', async () => {
    const silent = net.createServer((socket) => socket.on('error', () => undefined).resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    for (const scheme of ['http', 'socks5']) {
      const proxy = parseProxy(`${scheme}://127.0.0.1:${port}`);
      const late = await checkLogin({ ...options, proxy, timeoutMs: 200 });
      assert.equal(late.failure?.code, 'timeout');
      assert.equal(late.failedPhase, 'proxy');
      const cancel = new AbortController();
      const cancelled = checkLogin({
        ...options,
        proxy,
        signal: cancel.signal,
        onEntry: ({ phase }) => phase === 'proxy' && cancel.abort(),
      });
      assert.equal((await cancelled).outcome, 'cancelled');
    }
    await new Promise((resolve) => silent.close(resolve));
    const dead = await checkLogin({ ...options, proxy: parseProxy(`http://127.0.0.1:${port}`) });
    assert.equal(dead.failure?.code, 'proxy-failed');
    assert.match(
      dead.failure.message,
      /^Could not connect through the proxy http:\/\/127\.0\.0\.1:\d+: Nothing listens at 127\.0\.0\.1:\d+\.$/,
    );
    assert.equal(diagnose(dead)[0].code, 'proxy-unreachable');
    const plain = await startHttpProxy();
    const noTls = await checkLogin({ ...options, proxy: parseProxy(plain.url().replace('http:', 'https:')) });
    plain.stop();
    assert.match(
      noTls.failure?.message ?? '',
      /Could not connect through the proxy [^ ]+: 127\.0\.0\.1 did not answer with TLS on this port\.$/,
    );
  });

  it('is configured by the environment, except for this machine', () => {
    const saved = { ...process.env };
    try {
      process.env = {};
      assert.equal(proxyOfEnvironment('mail.example.com', 993), undefined);
      process.env['ALL_PROXY'] = 'socks5h://proxy.example:1081';
      process.env['NO_PROXY'] = '.intern.example';
      assert.deepEqual(proxyOfEnvironment('mail.example.com', 993), {
        kind: 'socks5',
        host: 'proxy.example',
        port: 1081,
      });
      assert.equal(proxyOfEnvironment('mail.intern.example', 993), undefined);
      assert.equal(proxyOfEnvironment('localhost', 993), undefined);
    } finally {
      process.env = saved;
    }
  });

  it('is bypassed for a list of names, and must be a URL', () => {
    assert.ok(
      isExcluded('mail.example.com', ['*.example.com']) &&
        isExcluded('mail.example.com', ['.Example.com', 7]) &&
        isExcluded('mail.example.com', ['mail.example.com']) &&
        isExcluded('x', ['*']),
    );
    assert.ok(!isExcluded('mail.example.com', ['example.com', 'badexample.com', '*.ample.com']));
    for (const text of ['proxy:3128', 'ftp://proxy', '', 'http://']) {
      assert.throws(() => parseProxy(text), { code: 'bad-proxy' });
    }
  });
});
