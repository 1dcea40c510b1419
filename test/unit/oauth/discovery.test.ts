import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { discover } from '../../../src/oauth/discovery.js';

type Answer = readonly [status: number, body: string, headers?: Readonly<Record<string, string>>];

describe('discovery', () => {
  let server: http.Server;
  let origin: string;
  let answers: Record<string, Answer>;

  const metadata = (issuer: string) =>
    JSON.stringify({
      issuer,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      response_types_supported: ['code'],
    });

  beforeEach(async () => {
    answers = {};
    server = http.createServer((request, response) => {
      const [status, body, headers = {}] = answers[request.url ?? ''] ?? [404, 'none'];
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  for (const [name, given, path] of [
    ['the issuer', '/realms/mail', '/realms/mail/.well-known/openid-configuration'],
    ['its metadata, appended', '/realms/mail/.well-known/openid-configuration', undefined],
    [
      'its metadata, inserted',
      '/.well-known/oauth-authorization-server/realms/mail',
      '/.well-known/oauth-authorization-server/realms/mail',
    ],
  ] as const) {
    it(`accepts ${name}`, async () => {
      answers[path ?? given] = [200, metadata(`${origin}/realms/mail`)];
      assert.equal((await discover(`${origin}${given}`)).issuer, `${origin}/realms/mail`);
    });
  }

  for (const [name, answer, said] of [
    ['a redirect', [301, '', { location: '/index.php/meta?x=1' }], /redirects to http:\/\/[^ ]+\/index\.php\/meta \(/],
    ['a server that is down', [503, 'down'], /HTTP 503/],
    ['a web page', [200, '<title>Welcome</title>'], /web page “Welcome”/],
    [
      'another issuer',
      [200, '{"issuer":"https://other.example.com"}'],
      /another issuer: “https:\/\/other\.example\.com”/,
    ],
    ['all tenants', [200, '{"issuer":"https://x.example/{tenantid}/v2.0"}'], /all tenants/],
    ['nothing', [404, 'none'], /has no authorization server metadata/],
  ] as const) {
    it(`describes the response: ${name}`, async () => {
      answers['/common/.well-known/openid-configuration'] = answer;
      await assert.rejects(discover(`${origin}/common`), { code: 'discovery-failed', message: said });
    });
  }

  it('accepts an issuer that is the same URL in another spelling', async () => {
    const issuer = `${origin.replace('http:', 'HTTP:')}/a`;
    answers['/a/.well-known/openid-configuration'] = [200, metadata(issuer)];
    assert.equal((await discover(`${origin}/a`)).issuer, issuer);
  });

  it('suggests an issuer that differs by the trailing slash', async () => {
    answers['/a/.well-known/openid-configuration'] = [200, metadata(`${origin}/a/`)];
    await assert.rejects(discover(`${origin}/a`), { message: new RegExp(`“${origin}/a/”`) });
  });
});
