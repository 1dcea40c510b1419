import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { discoverMail, type DiscoveryOptions } from '../../src/autoconfig/discover.js';
import { planDiscovery } from '../../src/autoconfig/plan.js';
import { parseTarget } from '../../src/autoconfig/target.js';
import type { DiscoveryReport, FindingCode } from '../../src/autoconfig/types.js';
import { imapServer, startWorld, type StartedWorld, type World } from '../support/invented-domains.js';

const names = [
  'pacc.test',
  'tampered.test',
  'differs.test',
  'srv.test',
  'denied.test',
  'hosted.test',
  'mxconfig.test',
  'hoster.test',
  'jmap.test',
  'plain.test',
  'xn--bcher-kva.test',
  'challenge.test',
  'resource.test',
  'silent.test',
];

const pacc = (domain: string, issuer: string) =>
  JSON.stringify({
    protocols: { imap: { host: `imap.${domain}` }, smtp: { host: `smtp.${domain}` } },
    authentication: { 'oauth-public': { issuer } },
  });

const digest = (text: string) => `v=UAAC1; a=sha256; d=${createHash('sha256').update(text).digest('base64')}`;

const autoconfig = (imap: string, { authentication = 'OAuth2', issuer = '' } = {}) => {
  const [host = '', port = ''] = imap.split(':');
  return `<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="x">
    <incomingServer type="imap"><hostname>${host}</hostname><port>${port}</port>
    <socketType>${port === '143' ? 'STARTTLS' : 'SSL'}</socketType>
    <authentication>${authentication}</authentication></incomingServer></emailProvider>
    ${issuer === '' ? '' : `<oAuth2><issuer>${issuer}</issuer><scope>mail</scope></oAuth2>`}</clientConfig>`;
};

const configOf = (domain: string, body: string) => ({
  [`https://autoconfig.${domain}/mail/config-v1.1.xml`]: { body },
});

const oauth = imapServer('SASL-IR AUTH=XOAUTH2 AUTH=OAUTHBEARER');

/** @param origin the https server that has the authorization servers, each under a path */
function world(origin: string): World {
  const metadata = (path: string, more: object = {}) => ({
    [`${origin}/.well-known/oauth-authorization-server/${path}`]: {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        issuer: `${origin}/${path}`,
        authorization_endpoint: `${origin}/${path}/authorize`,
        token_endpoint: `${origin}/${path}/token`,
        scopes_supported: ['openid', 'email', 'urn:ietf:params:oauth:scope:mail', 'offline_access'],
        ...more,
      }),
    },
  });
  const open = pacc('pacc.test', `${origin}/open`);
  const challenge = JSON.stringify({
    status: 'invalid_token',
    'openid-configuration': `${origin}/open/.well-known/openid-configuration`,
  });
  return {
    records: {
      'TXT _ua-auto-config.pacc.test': [digest(open)],
      'TXT _ua-auto-config.tampered.test': [digest('what was published once')],
      'SRV _imap._tcp.differs.test': ['mail.differs.test:143'],
      'SRV _imaps._tcp.srv.test': ['imap.srv.test:993'],
      'SRV _submissions._tcp.srv.test': ['smtp.srv.test:465'],
      'SRV _pop3s._tcp.srv.test': ['.:0'],
      'SRV _imaps._tcp.denied.test': ['.:0'],
      'SRV _imap._tcp.denied.test': ['.:0'],
      'MX hosted.test': ['aspmx.l.google.com'],
      'MX mxconfig.test': ['mx1.hoster.test'],
      'SRV _jmap._tcp.jmap.test': ['jmap.jmap.test:443'],
      'SRV _imaps._tcp.challenge.test': ['imap.challenge.test:993'],
      'SRV _imaps._tcp.resource.test': ['imap.resource.test:993'],
    },
    pages: {
      'https://ua-auto-config.pacc.test/.well-known/user-agent-configuration.json': { body: open },
      'https://ua-auto-config.tampered.test/.well-known/user-agent-configuration.json': {
        body: pacc('evil.tampered.test', `${origin}/evil`),
      },
      ...configOf('tampered.test', autoconfig('imap.tampered.test:993', { issuer: `${origin}/open` })),
      ...configOf('differs.test', autoconfig('imap.differs.test:993')),
      ...configOf('denied.test', autoconfig('imap.denied.test:993')),
      ...configOf('hoster.test', autoconfig('imap.hoster.test:993')),
      'https://jmap.jmap.test/.well-known/jmap': {
        status: 401,
        headers: { 'www-authenticate': 'Bearer resource_metadata="https://jmap.jmap.test/resource"' },
      },
      'https://jmap.jmap.test/resource': { body: JSON.stringify({ authorization_servers: [`${origin}/closed`] }) },
      ...configOf('plain.test', autoconfig('imap.plain.test:993')),
      'https://xn--bcher-kva.test/.well-known/autoconfig/mail/config-v1.1.xml': {
        status: 301,
        headers: { location: 'https://www.xn--bcher-kva.test/config.xml' },
      },
      'https://www.xn--bcher-kva.test/config.xml': {
        body: autoconfig('imap.%EMAILDOMAIN%:993', { authentication: 'password-cleartext' }),
      },
      'https://imap.resource.test/.well-known/oauth-protected-resource': {
        body: JSON.stringify({ authorization_servers: [`${origin}/document`] }),
      },
      ...metadata('open', { registration_endpoint: `${origin}/open/register` }),
      ...metadata('closed'),
      ...metadata('document', { client_id_metadata_document_supported: true }),
    },
    mail: {
      'imap.pacc.test:993': oauth,
      'imap.tampered.test:993': oauth,
      'imap.srv.test:993': oauth,
      'imap.hoster.test:993': oauth,
      'imap.plain.test:993': imapServer('AUTH=PLAIN AUTH=LOGIN'),
      'imap.xn--bcher-kva.test:993': oauth,
      'imap.resource.test:993': oauth,
      'imap.challenge.test:993': {
        greeting: '* OK ready',
        replies: [
          ...oauth.replies,
          [/ AUTHENTICATE OAUTHBEARER /, `+ ${Buffer.from(challenge).toString('base64')}`],
          [/^AQ==$/, 'A2 NO [AUTHENTICATIONFAILED] refused'],
        ],
      },
    },
  };
}

describe('discovery of invented domains', function () {
  this.timeout(60_000);
  let started: StartedWorld;

  before(async () => {
    started = await startWorld(world, names);
  });

  after(() => started.stop());

  const discover = (input: string, options: DiscoveryOptions = {}): Promise<DiscoveryReport> =>
    discoverMail(input, {
      ca: started.ca,
      dnsServer: started.dnsServer,
      send: started.send,
      reach: () => ({ proxy: started.proxy, ca: started.ca, timeoutMs: 5000 }),
      ...options,
    });

  const codes = ({ findings }: DiscoveryReport): FindingCode[] => findings.map(({ code }) => code);

  it('PACC with its digest: servers, issuer and registration', async () => {
    const report = await discover('alice@pacc.test');
    assert.equal(report.proposal.client, 'registration');
    assert.deepEqual(report.proposal.mailServers, {
      imap: { host: 'imap.pacc.test', port: 993, security: 'tls' },
      smtp: { host: 'smtp.pacc.test', port: 465, security: 'tls' },
    });
    assert.deepEqual(report.proposal.scopes, ['urn:ietf:params:oauth:scope:mail', 'offline_access']);
    assert.equal(report.proposal.server?.issuer, `${started.origin}/open`);
    assert.deepEqual(report.mailServers.imap[0]?.mechanisms, ['XOAUTH2', 'OAUTHBEARER']);
    assert.deepEqual(codes(report), ['server-unreachable'], 'no submission server runs');
  });

  it('ignores a PACC document that does not match its digest', async () => {
    const report = await discover('alice@tampered.test');
    assert.deepEqual(codes(report), ['digest-differs']);
    assert.equal(report.proposal.mailServers.imap?.host, 'imap.tampered.test');
    assert.doesNotMatch(JSON.stringify(report.proposal), /evil/);
    assert.deepEqual(report.authorizationServers[0]?.sources, ['autoconfig']);
  });

  it('Autoconfig and SRV that disagree', async () => {
    const report = await discover('alice@differs.test');
    assert.equal(
      report.findings.find(({ code }) => code === 'servers-differ')?.message,
      'IMAP: Autoconfig says imap.differs.test:993, SRV says mail.differs.test:143.',
    );
  });

  it('SRV alone, which also says what is not offered', async () => {
    const report = await discover('srv.test');
    assert.equal(report.proposal.mailServers.imap?.host, 'imap.srv.test');
    assert.equal(report.proposal.mailServers.pop3, undefined);
    assert.equal(report.proposal.client, 'unknown');
    assert.match(report.conclusion, /Ask the operator of the mail servers for its issuer URL/);
    assert.ok(report.answers.some(({ notOffered }) => notOffered?.includes('pop3') === true));
  });

  it('SRV contradicts Autoconfig', async () => {
    const report = await discover('alice@denied.test');
    assert.ok(codes(report).includes('not-offered'), codes(report).join());
  });

  it('MX of a known provider', async () => {
    const report = await discover('alice@hosted.test', { reach: () => ({ proxy: started.proxy, timeoutMs: 5000 }) });
    assert.equal(report.provider, 'Google');
    assert.equal(report.proposal.provider, 'google');
    assert.equal(report.proposal.mailServers.imap?.host, 'imap.gmail.com');
    assert.equal(report.proposal.client, 'own');
    assert.match(report.conclusion, /Register a client there/);
  });

  it('Autoconfig of the MX’s provider, without sending the address', async () => {
    const report = await discover('alice@mxconfig.test');
    assert.deepEqual(report.mailServers.imap[0]?.sources, ['autoconfig-mx']);
    assert.deepEqual(
      started.asked.filter((question) => question.includes('hoster.test/') && question.includes('alice')),
      [],
    );
  });

  it('JMAP names an authorization server with closed registration', async () => {
    const report = await discover('alice@jmap.test');
    assert.deepEqual(report.authorizationServers[0]?.sources, ['jmap']);
    assert.equal(report.proposal.client, 'own');
    assert.match(report.conclusion, /Ask its operator for the client ID of a public native client/);
  });

  it('a file that lists OAuth for a server that does not offer it', async () => {
    const report = await discover('alice@plain.test');
    assert.deepEqual(codes(report), ['oauth-not-offered']);
    assert.equal(report.proposal.client, 'none');
    assert.match(report.conclusion, /do not offer OAuth/);
  });

  it('an internationalized name, a redirect, and a file that does not list OAuth', async () => {
    const report = await discover('alice@bücher.test');
    assert.equal(report.domain, 'bücher.test');
    assert.equal(report.mailServers.imap[0]?.host, 'imap.xn--bcher-kva.test');
    assert.deepEqual(codes(report), ['oauth-not-listed']);
  });

  it('the challenge of a failed login, only if requested', async () => {
    const before = await discover('alice@challenge.test');
    assert.equal(before.proposal.server, undefined);
    const report = await discover('alice@challenge.test', { failOneLogin: true });
    assert.deepEqual(report.authorizationServers[0]?.sources, ['challenge']);
    assert.equal(report.proposal.client, 'registration');
  });

  it('protected-resource metadata of the mail host, and a client metadata document', async () => {
    const report = await discover('alice@resource.test', { hasMetadataDocument: true });
    assert.deepEqual(report.authorizationServers[0]?.sources, ['protected-resource']);
    assert.equal(report.proposal.client, 'metadata-document');
  });

  it('nothing at all', async () => {
    const report = await discover('alice@silent.test');
    assert.deepEqual(report.findings, []);
    assert.equal(report.proposal.client, 'unknown');
    assert.ok(report.answers.every(({ outcome }) => outcome === 'nothing'));
  });

  it('sends exactly the planned queries', async () => {
    started.asked.length = 0;
    await discover('alice@silent.test');
    const { dns, urls } = planDiscovery(parseTarget('alice@silent.test'));
    assert.deepEqual([...started.asked].sort(), [...dns, ...urls].sort());
  });

  it('ends at once when it is aborted', async () => {
    const controller = new AbortController();
    const reason = new Error('canceled');
    const running = discover('alice@silent.test', {
      signal: controller.signal,
      send: () => new Promise((_, reject) => controller.signal.addEventListener('abort', () => reject(reason))),
    });
    controller.abort(reason);
    await assert.rejects(running, reason);
  });
});
