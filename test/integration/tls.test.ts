import assert from 'node:assert/strict';
import { once } from 'node:events';
import https from 'node:https';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { diagnose } from '../../src/diagnosis/diagnosis.js';
import { checkLogin, type LoginCheckOptions } from '../../src/mail/login-check/login-check.js';
import { reportDocument } from '../../src/report/markdown.js';
import { makeAuthority, makeCertificate, type Certificate } from '../support/certificates.js';
import { run } from '../support/processes.js';
import { readBack } from '../support/read-back.js';
import type { LoginCheckResult } from '../../src/mail/login-check/result.js';

describe('a test of a server’s TLS', () => {
  const user = 'alice@example.com';
  const accessToken = 'made-up.token_0123456789';
  let directory: string;
  let authority: Certificate;
  let ca: string;

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'mail-oauth-tls-'));
    authority = await makeAuthority(directory);
    ca = await readFile(authority.certificateFile, 'utf8');
  });

  after(() => rm(directory, { recursive: true, force: true }));

  /** Serves an IMAP greeting over TLS and tells what came. */
  async function serve(certificate: Certificate, options: tls.TlsOptions = {}) {
    const received: string[] = [];
    const sockets = new Set<tls.TLSSocket>();
    const [cert, key] = await Promise.all([readFile(certificate.certificateFile), readFile(certificate.keyFile)]);
    const server = tls.createServer({ cert, key, ...options }, (socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', (chunk: Buffer) => {
        received.push(chunk.toString());
        const tag = /^\S+/.exec(chunk.toString())?.[0] ?? '';
        socket.write(`${tag} OK done\r\n`);
      });
      socket.write('* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\r\n');
    });
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
      port: (server.address() as AddressInfo).port,
      received,
      stop: () => {
        for (const socket of sockets) socket.destroy();
        server.close();
      },
    };
  }

  async function attempt(
    certificate: Certificate,
    changes: Partial<LoginCheckOptions> & { host?: string } = {},
    options: tls.TlsOptions = {},
  ) {
    const server = await serve(certificate, options);
    const { host = 'localhost', ...rest } = changes;
    const report = await checkLogin({
      protocol: 'imap',
      server: { host, port: server.port, security: 'tls' },
      mechanism: 'XOAUTH2',
      user,
      accessToken,
      ca,
      timeoutMs: 5000,
      ...rest,
    });
    server.stop();
    return { report, received: server.received };
  }

  const refused = async (
    code: string,
    outcome: Promise<{ report: LoginCheckResult; received: readonly string[] }>,
    says: RegExp,
  ) => {
    const { report, received } = await outcome;
    assert.equal(report.failure?.code, code, JSON.stringify(report.failure));
    assert.equal(report.failedPhase, 'tls');
    assert.deepEqual(received, []);
    const { cause, advice } = diagnose(report)[0];
    assert.match(`${cause} ${advice}`, says);
    return report;
  };

  it('reports version, cipher, application protocol, names, validity and chain', async () => {
    const { report } = await attempt(
      await makeCertificate(directory, 'good', authority),
      {},
      { ALPNProtocols: ['imap'] },
    );
    assert.equal(report.outcome, 'ok', report.failure?.message);
    const { protocol, cipher, alpn, subject, issuer, altNames, chain, validTo } = report.tls ?? assert.fail();
    assert.equal(protocol, 'TLSv1.3');
    assert.match(cipher, /^TLS_/);
    assert.equal(alpn, 'imap');
    assert.deepEqual([subject, issuer, altNames], ['good', 'Mail OAuth test authority', ['localhost', '127.0.0.1']]);
    assert.ok(Date.parse(validTo) > Date.now());
    assert.deepEqual(
      chain.map((certificate) => certificate.subject),
      ['good', 'Mail OAuth test authority'],
    );
  });

  it('shows an untrusted certificate, and sends nothing', async () => {
    const certificate = await makeCertificate(directory, 'stranger', authority);
    const { ca: _, ...without } = { ca };
    const server = await serve(certificate);
    const report = await checkLogin({
      protocol: 'imap',
      server: { host: 'localhost', port: server.port, security: 'tls' },
      mechanism: 'XOAUTH2',
      user,
      accessToken,
      ...without,
    });
    server.stop();
    await refused(
      'tls-untrusted',
      Promise.resolve({ report, received: server.received }),
      /for stranger, by Mail OAuth test authority.*CA file/,
    );
  });

  it('explains a self-signed, an expired and another host’s certificate', async () => {
    const other = await makeAuthority(await mkdtemp(path.join(directory, 'other-')));
    await refused('tls-untrusted', attempt(other), /by Mail OAuth test authority/);
    await refused(
      'tls-expired',
      attempt(await makeCertificate(directory, 'expired', authority, { days: -1 })),
      /valid from .* to .*GMT.*clock/,
    );
    const elsewhere = await makeCertificate(directory, 'elsewhere', authority, {
      altNames: 'DNS:mail.example.com,DNS:imap.example.com',
    });
    await refused('tls-name-mismatch', attempt(elsewhere), /It names: mail\.example\.com, imap\.example\.com/);
    await refused('tls-name-mismatch', attempt(elsewhere, { host: '127.0.0.1' }), /not for 127\.0\.0\.1/);
  });

  it('redacts a token in the names of a certificate', async () => {
    const names = [accessToken, `${accessToken}.example`, Buffer.from(accessToken).toString('base64')];
    for (const [name, code] of [
      ['repeats', undefined],
      ['repeats-elsewhere', 'tls-name-mismatch'],
    ] as const) {
      const altNames = [...(code === undefined ? ['localhost'] : []), ...names].map((one) => `DNS:${one}`).join(',');
      const certificate = await makeCertificate(directory, name, authority, { altNames, subject: accessToken });
      const { report } = await attempt(certificate);
      assert.equal(report.failure?.code, code);
      const shown = JSON.stringify(report) + JSON.stringify(diagnose(report)) + reportDocument(report, []);
      assert.deepEqual(readBack(shown, accessToken), [], shown);
    }
  });

  it('names the TLS alert of the server', async () => {
    const certificate = await makeCertificate(directory, 'alert', authority);
    // The cipher needs an RSA key.
    await refused(
      'tls-failed',
      attempt(certificate, {}, { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA' }),
      /ended the TLS handshake with an alert \(.*handshake failure\)/,
    );
  });

  for (const maxVersion of ['TLSv1', 'TLSv1.1'] as const) {
    it(`reports that ${maxVersion} is too old, without recommending STARTTLS`, async () => {
      const certificate = await makeCertificate(directory, `old-${maxVersion}`, authority);
      const old = attempt(certificate, {}, { minVersion: 'TLSv1', maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' });
      await refused('tls-too-old', old, /supports only TLS 1\.1 or older/);
      const [{ advice, actions }] = diagnose((await old).report);
      assert.match(advice, /TLS 1\.2/);
      assert.doesNotMatch(advice, /STARTTLS/);
      assert.deepEqual(actions, []);
    });
  }

  it('retries without ALPN if the server rejects the mail protocols', async () => {
    const certificate = await makeCertificate(directory, 'alpn', authority);
    const { report, received } = await attempt(certificate, {}, { ALPNProtocols: ['http/1.1'] });
    assert.equal(report.outcome, 'ok', report.failure?.message);
    assert.equal(report.tls?.alpn, undefined);
    assert.deepEqual(
      report.phases.filter(({ name }) => name === 'tls').map(({ status }) => status),
      ['failed', 'ok'],
    );
    assert.match(
      report.transcript.map(({ text }) => text).join('\n'),
      /ALPN: no application protocol\).*\ntrying again without ALPN\n/,
    );
    assert.match(received[0] ?? '', /^A1 AUTHENTICATE XOAUTH2 /);
    const other = await attempt(certificate, { protocol: 'pop3' }, { ALPNProtocols: ['imap'] });
    assert.match(other.report.failure?.message ?? '', /The server speaks IMAP, not POP3/);
    assert.deepEqual(other.received, []);
  });

  it('verifies certificates regardless of the environment', async () => {
    const server = await serve(await makeCertificate(directory, 'environment', authority));
    const { status, stdout } = await run(
      process.execPath,
      [
        '--no-warnings',
        'dist/cli.js',
        '--test_imap_authentication',
        '--user',
        user,
        '--access_token',
        accessToken,
        '--host',
        'localhost',
        '--port',
        String(server.port),
        '--security',
        'tls',
      ],
      { env: { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0' } },
    );
    server.stop();
    assert.equal(status, 4, stdout);
    assert.deepEqual(server.received, []);
    const token = await run(
      process.execPath,
      [
        '--no-warnings',
        'dist/cli.js',
        '--token_endpoint',
        'https://localhost:1/token',
        '--client_id',
        'x',
        '--refresh_token',
        'y',
      ],
      {
        env: { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
      },
    );
    assert.equal(token.status, 3, token.stderr);
    assert.match(token.stderr, /NODE_TLS_REJECT_UNAUTHORIZED=0 disables/);
  });

  it('names a CA file without a certificate', async () => {
    const { report } = await attempt(authority, {
      ca: '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----',
    });
    assert.equal(report.failure?.code, 'bad-ca');
  });

  it('trusts a CA file for the authorization server too', async () => {
    const { certificateFile, keyFile } = await makeCertificate(directory, 'authorization-server', authority);
    const server = https
      .createServer({ cert: await readFile(certificateFile), key: await readFile(keyFile) }, (_, response) => {
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ access_token: 'made-up-access-token', token_type: 'Bearer' }));
      })
      .listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const refresh = (args: readonly string[]) =>
      run(process.execPath, [
        ...['dist/cli.js', '--token_endpoint', `https://localhost:${port}/token`, '--client_id', 'x'],
        ...['--refresh_token', 'made-up-refresh-token', '--quiet', ...args],
      ]);
    const untrusted = await refresh([]);
    assert.match(untrusted.stderr, /certificate of localhost:\d+ is from an authority that is not trusted here/);
    const trusted = await refresh(['--ca_file', authority.certificateFile]);
    assert.equal(trusted.stdout, 'made-up-access-token\n', trusted.stderr);
    const missing = await refresh(['--ca_file', path.join(directory, 'missing.pem')]);
    assert.match(missing.stderr, /missing\.pem cannot be used\. It does not exist/);
    server.close();
    server.closeAllConnections();
  });
});
