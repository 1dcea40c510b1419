import assert from 'node:assert/strict';
import { discoverMail, type DiscoveryOptions } from '../../../src/autoconfig/discover.js';
import { OAuthError } from '../../../src/oauth/errors.js';

/** What a domain says of itself: SRV and MX records, and documents by URL. */
interface Said {
  readonly srv?: Readonly<Record<string, string>>;
  readonly mx?: readonly string[];
  readonly pages?: Readonly<
    Record<string, { readonly status?: number; readonly challenge?: string; readonly body?: string }>
  >;
}

/** Runs a discovery of a domain. @returns its report, and the URLs that were asked */
async function run(domain: string, { srv = {}, mx = [], pages = {} }: Said) {
  const urls: string[] = [];
  const issuers: string[] = [];
  const notFound = () => Promise.reject(Object.assign(new Error('no record'), { code: 'ENOTFOUND' }));
  const options: DiscoveryOptions = {
    timeoutMs: 500,
    resolver: {
      resolveMx: () => Promise.resolve(mx.map((exchange) => ({ exchange, priority: 1 }))),
      resolveSrv: (name: string) => {
        const target = srv[name];
        return target === undefined ? notFound() : Promise.resolve([{ name: target, port: 1, priority: 1, weight: 1 }]);
      },
      resolveTxt: notFound,
      cancel: () => undefined,
    },
    send: (url) => {
      urls.push(url);
      const { status = 200, challenge, body = '' } = pages[url] ?? { status: 404 };
      const headers = challenge === undefined ? {} : { 'www-authenticate': challenge };
      return Promise.resolve(new Response(body, { status, headers }));
    },
    discoverIssuer: (issuer) => {
      issuers.push(issuer);
      return Promise.reject(new OAuthError('discovery-failed', 'nothing'));
    },
  };
  return { report: await discoverMail(domain, options), urls, issuers };
}

const challenge = (url: string) => `Bearer resource_metadata="${url}"`;

describe('a public domain that names this machine', () => {
  it('does not direct a request to it by a challenge', async () => {
    const hostile = [
      'https://localhost:8443/x',
      'https://127.1/x',
      'https://[::ffff:127.0.0.1]/x',
      'https://0.0.0.0/x',
    ];
    for (const url of hostile) {
      const pages = { 'https://hostile.dev/.well-known/jmap': { status: 401, challenge: challenge(url) } };
      assert.ok(!(await run('hostile.dev', { pages })).urls.includes(url), url);
    }
  });

  it('does not direct a request to it by the record of a JMAP server', async () => {
    const { urls } = await run('hostile.dev', { srv: { '_jmap._tcp.hostile.dev': 'a.localhost' } });
    assert.deepEqual(
      urls.filter((url) => url.includes('localhost')),
      [],
    );
  });

  it('does not make it a mail server or an issuer', async () => {
    const resource = 'https://hostile.dev/.well-known/oauth-protected-resource';
    const { report, issuers } = await run('hostile.dev', {
      srv: { '_imaps._tcp.hostile.dev': 'localhost' },
      pages: { [resource]: { body: JSON.stringify({ authorization_servers: ['https://localhost:9'] }) } },
    });
    assert.deepEqual(report.mailServers.imap, []);
    assert.deepEqual(issuers, []);
    assert.match(JSON.stringify(report.answers), /on this machine was left out/);
  });

  it('may do so if it is itself local', async () => {
    const url = 'https://localhost:8443/x';
    const pages = { 'https://mail.test/.well-known/jmap': { status: 401, challenge: challenge(url) } };
    assert.ok((await run('mail.test', { pages })).urls.includes(url));
  });
});

describe('a record with a name that is not one of a host', () => {
  it('becomes no server, and no part of an address', async () => {
    const { report, urls } = await run('hostile.dev', {
      srv: { '_imaps._tcp.hostile.dev': "x'$(id).dev", '_jmap._tcp.hostile.dev': 'other.dev/path?' },
      mx: ['mx.user@other.dev/path'],
    });
    assert.deepEqual(report.mailServers.imap, []);
    assert.deepEqual(
      urls.filter((url) => url.includes('other.dev')),
      [],
    );
  });
});
