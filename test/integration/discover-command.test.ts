import assert from 'node:assert/strict';
import type { DiscoveryReport } from '../../src/autoconfig/types.js';
import { startWorld, type StartedWorld } from '../support/invented-domains.js';
import { run } from '../support/processes.js';

describe('--discover', function () {
  this.timeout(60_000);
  let world: StartedWorld;

  before(async () => {
    const records = { 'SRV _imaps._tcp.localhost.test': ['localhost:1'], 'SRV _pop3s._tcp.localhost.test': ['.:0'] };
    world = await startWorld(() => ({ records }), ['localhost.test']);
  });

  after(() => world.stop());

  const discover = (...args: string[]) =>
    run(process.execPath, ['dist/cli.js', '--discover', 'alice@localhost.test', '--dns', world.dnsServer, ...args]);

  it('prints its plan to standard error, and JSON to standard output', async () => {
    const { stdout, stderr, status } = await discover('--json', '--timeout', '5');
    assert.match(stderr, /querying DNS for MX localhost\.test, SRV _imaps\._tcp\.localhost\.test/);
    assert.match(
      stderr,
      /fetching https:\/\/autoconfig\.localhost\.test\/mail\/config-v1\.1\.xml\?emailaddress=alice%40/,
    );
    const report = JSON.parse(stdout) as DiscoveryReport;
    assert.equal(report.schema, 1);
    assert.deepEqual(report.proposal.mailServers, { imap: { host: 'localhost', port: 1, security: 'tls' } });
    assert.equal(report.proposal.client, 'unknown');
    assert.deepEqual(
      report.findings.map(({ code }) => code),
      ['server-unreachable'],
    );
    assert.equal(status, 3);
  });

  it('prints the results, the queries and the conclusion', async () => {
    const { stdout } = await discover('--timeout', '5');
    assert.match(stdout, /IMAP localhost:1 implicit TLS \(by SRV\): could not be reached/);
    assert.match(stdout, /No authorization server was found\. Ask the operator/);
    assert.match(
      stdout,
      /found: SRV _pop3s\._tcp\.localhost\.test\n {4}The domain declares that it does not offer this\./,
    );
  });

  it('prints only the conclusion with --quiet', async () => {
    const { stdout, stderr } = await discover('--quiet', '--timeout', '5');
    assert.match(stdout, /^No authorization server was found\.[^\n]*\n$/);
    assert.equal(stderr, '');
  });

  it('reports that no DNS server responded, instead of a missing authorization server', async () => {
    const args = ['--discover', 'localhost.test', '--dns', '127.0.0.1:1', '--quiet', '--timeout', '2'];
    const { status, stdout } = await run(process.execPath, ['dist/cli.js', ...args]);
    assert.equal(status, 4);
    assert.equal(stdout, 'No DNS server answered. Check the network, or set another DNS server.\n');
  });

  it('rejects an invalid address and an invalid DNS server', async () => {
    const address = await run(process.execPath, ['dist/cli.js', '--discover', 'alice@']);
    assert.equal(address.status, 2);
    assert.match(address.stderr, /not an email address or a domain/);
    const dns = await run(process.execPath, ['dist/cli.js', '--discover', 'localhost.test', '--dns', 'not an address']);
    assert.equal(dns.status, 2);
    assert.match(dns.stderr, /A DNS server is an IP address/);
  });
});
