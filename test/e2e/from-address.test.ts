import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mailScope, startAuthorizationServer, type AuthorizationServer } from '../support/authorization-server.js';
import { startDovecot, type Dovecot } from '../support/dovecot.js';
import { startWorld, type StartedWorld } from '../support/invented-domains.js';
import { filesWithSecrets } from '../support/secret-search.js';
import { consent, forgetLogins, setScene, type Scene } from './scene.js';

const email = 'alice@example.test';
/** Where only a refused login names the authorization server. */
const challenged = 'bob@challenge.test';

/**
 * A domain of which DNS names the mail servers and a JMAP server, whose metadata names an authorization server that
 * lets programs register themselves.
 */
describe('adding an account by its address', function () {
  this.timeout(180_000);
  let scene: Scene;
  let world: StartedWorld;
  let authorizationServer: AuthorizationServer;
  let dovecot: Dovecot;
  let challenging: Dovecot;
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
    challenging = await startDovecot(authorizationServer.introspectionUrl, mailScope, {
      openidConfigurationUrl: `${authorizationServer.issuer}/.well-known/openid-configuration`,
    });
    world = await startWorld(
      (origin) => ({
        records: {
          'SRV _imaps._tcp.challenge.test': [`localhost:${challenging.ports.imaps}`],
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
    const files = [dovecot.caFile, challenging.caFile].map((file) => readFile(file, 'utf8'));
    const authorities = [issuerWorld.ca, world.ca, ...(await Promise.all(files))];
    await writeFile(path.join(scene.directory, 'authorities.pem'), authorities.join('\n'));
    await load({ 'mailOAuth.redirect': 'relay', 'mailOAuth.relayUrl': scene.relay.url });
    await issuerWorld.stop();
  });

  /** Settings are read when the window loads. */
  const load = async (settings: Record<string, unknown>) => {
    await scene.setSettings({
      'mailOAuth.tls.caFile': path.join(scene.directory, 'authorities.pem'),
      'mailOAuth.dnsServer': world.dnsServer,
      'mailOAuth.showResult': 'output',
      ...settings,
    });
    await scene.page.page.reload();
  };

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await scene.page.screenshot('failed');
  });

  after(async () => {
    await scene.stop();
    await world.stop();
    await dovecot.stop();
    await challenging.stop();
    await authorizationServer.stop();
  });

  it('asks before the first lookup, then signs in without further questions', async () => {
    const { page } = scene;
    await page.run('Mail OAuth: Add Account');
    await page.type('Email address', email);
    await page.screenshot('may-look-up');
    const browser = await page.opens(() => page.answerDialog('Look Up'));
    await consent(browser, email);
    await page.notification(`Signed in to ${email}`);
    await page.closeNotifications();
  });

  it('uses the servers from DNS, which accept the token', async () => {
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
    const found = await page.notification(/supports dynamic client registration/);
    const file = path.join(scene.directory, 'example.test.md');
    await found.getByRole('button', { name: 'Save Report…' }).click();
    await page.saveFile('Save Report', file);
    await page.notification(/supports dynamic client registration/);
    assert.match(await readFile(file, 'utf8'), /^# Mail servers and sign-in of `example\.test`$/m);
    // Last, because a notification hides after a while.
    await page.preview(/Mail servers and sign-in of example\.test/);
    await page.screenshot('domain-report');
    await page.closeNotifications();
  });

  it('offers a failing login if the authorization server was not found otherwise', async () => {
    const { page } = scene;
    await forgetLogins(scene);
    await page.run('Mail OAuth: Add Account');
    await page.type('Email address', challenged);
    const found = await page.notification('No authorization server was found');
    await page.screenshot('may-fail-one-login');
    const browser = await page.opens(() => found.getByRole('button', { name: 'Try One Failed Login' }).click());
    await consent(browser, challenged);
    await page.notification(`Signed in to ${challenged}`);
    await page.closeNotifications();
    await page.run('Mail OAuth: Test IMAP');
    await page.find('Select the account to test', challenged);
    await page.output(/OK: localhost accepted bob@challenge\.test with XOAUTH2/);
    await page.closeNotifications();
  });

  it('shows a device code if there is no local browser and no relay', async () => {
    const { page } = scene;
    await load({ 'mailOAuth.redirect': 'auto' });
    await forgetLogins(scene);
    await page.run('Mail OAuth: Add Account');
    await page.type('Email address', 'carol@example.test');
    const dialog = page.page.locator('.monaco-dialog-box');
    await dialog.filter({ hasText: /[A-Z]{4}-[A-Z]{4}/ }).waitFor();
    await page.screenshot('code');
    const browser = await page.opens(() => dialog.getByRole('button', { name: 'Copy Code and Open Browser' }).click());
    await browser.getByRole('button', { name: /continue/i }).click();
    await consent(browser, 'carol@example.test');
    await page.notification('Signed in to carol@example.test');
    await page.closeNotifications();
    await page.run('Mail OAuth: Test IMAP');
    await page.find('Select the account to test', 'carol@example.test');
    await page.output(/OK: localhost accepted carol@example\.test with XOAUTH2/);
    await page.closeNotifications();
  });

  it('writes no registration token or other secret to logs, settings, state or output', async () => {
    const registered = authorizationServer.registrationTokens();
    assert.equal(registered.length, 1, 'one registration for three accounts');
    const secrets = [...authorizationServer.secrets, ...registered];
    assert.deepEqual(await filesWithSecrets(scene.userDataDirectory, secrets), []);
    for (const secret of secrets) assert.ok(!scene.workbench.output().includes(secret));
  });
});
