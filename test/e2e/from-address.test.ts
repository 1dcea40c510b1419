import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mailScope, startAuthorizationServer, type AuthorizationServer } from '../support/authorization-server.js';
import { startDovecot, type Dovecot } from '../support/dovecot.js';
import { startWorld, type StartedWorld } from '../support/invented-domains.js';
import { filesWithSecrets } from '../support/secret-search.js';
import { consent, setScene, type Scene } from './scene.js';

const email = 'alice@example.test';

/**
 * A domain of which DNS names the mail servers and a JMAP server, whose metadata names an authorization server that
 * lets programs register themselves.
 */
describe('an address and Enter', function () {
  this.timeout(180_000);
  let scene: Scene;
  let world: StartedWorld;
  let authorizationServer: AuthorizationServer;
  let dovecot: Dovecot;
  let certificates: { readonly cert: string; readonly key: string };

  before(async () => {
    // The authorization server has the certificate of a world; the records of another name its ports.
    const issuerWorld = await startWorld(() => ({}), []);
    certificates = { cert: issuerWorld.cert, key: issuerWorld.key };
    authorizationServer = await startAuthorizationServer({
      tls: { host: 'localhost', ...certificates },
      registration: true,
    });
    dovecot = await startDovecot(authorizationServer.introspectionUrl, mailScope);
    world = await startWorld(
      (origin) => ({
        records: {
          'SRV _jmap._tcp.example.test': [`localhost:${new URL(origin).port}`],
          'SRV _imaps._tcp.example.test': [`localhost:${dovecot.ports.imaps}`],
          'SRV _submissions._tcp.example.test': [`localhost:${dovecot.ports.submissions}`],
        },
        pages: {
          [`${origin}/.well-known/jmap`]: {
            status: 401,
            headers: { 'www-authenticate': `Bearer resource_metadata="${origin}/resource"` },
          },
          [`${origin}/resource`]: { body: JSON.stringify({ authorization_servers: [authorizationServer.issuer] }) },
        },
      }),
      [],
    );
    scene = await setScene('from-address');
    const authorities = [issuerWorld.ca, world.ca, await readFile(dovecot.caFile, 'utf8')];
    const caFile = path.join(scene.directory, 'authorities.pem');
    await writeFile(caFile, authorities.join('\n'));
    await scene.setSettings({
      'mailOAuth.tls.caFile': caFile,
      'mailOAuth.dnsServer': world.dnsServer,
      'mailOAuth.redirect': 'relay',
      'mailOAuth.showResult': 'output',
      'mailOAuth.relayUrl': scene.relay.url,
    });
    await scene.page.page.reload();
    await issuerWorld.stop();
  });

  after(async () => {
    await scene.stop();
    await world.stop();
    await dovecot.stop();
    await authorizationServer.stop();
  });

  it('asks before the first lookup, and then for nothing but consent', async () => {
    const { page } = scene;
    await page.run('Mail OAuth: Add Account');
    await page.type('E-mail address', email);
    await page.screenshot('may-look-up');
    const browser = await page.opens(() => page.answerDialog('Look Up'));
    await consent(browser, email);
    await page.notification(`Signed in to ${email}`);
    await page.closeNotifications();
  });

  it('has the servers of DNS, which take the token', async () => {
    const { page } = scene;
    await page.run('Mail OAuth: Test IMAP');
    await page.output(/OK: localhost accepted alice@example\.test with XOAUTH2/);
    await page.screenshot('imap-ok');
    await page.closeNotifications();
  });

  it('shows the report of a domain, and does not ask again', async () => {
    const { page } = scene;
    await page.run('Mail OAuth: Check a Domain');
    await page.type('Email address or domain', 'example.test');
    const found = await page.notification(/lets programs register themselves/);
    await page.preview(/Mail servers and sign-in of example\.test/);
    await page.screenshot('domain-report');
    const file = path.join(scene.directory, 'example.test.md');
    await found.getByRole('button', { name: 'Save Report…' }).click();
    await page.saveFile('Save Report', file);
    await page.notification(/lets programs register themselves/);
    assert.match(await readFile(file, 'utf8'), /^# Mail servers and sign-in of `example\.test`$/m);
    await page.closeNotifications();
  });

  it('leaves no registration token and no other secret in logs, settings, state or output', async () => {
    const registered = authorizationServer.registrationTokens();
    assert.equal(registered.length, 1, 'one registration for one account');
    const secrets = [...authorizationServer.secrets, ...registered];
    assert.deepEqual(await filesWithSecrets(scene.userDataDirectory, secrets), []);
    for (const secret of secrets) assert.ok(!scene.workbench.output().includes(secret));
  });
});
