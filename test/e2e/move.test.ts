import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mailScope, startAuthorizationServer, type AuthorizationServer } from '../support/authorization-server.js';
import { startDovecot, type Dovecot } from '../support/dovecot.js';
import { filesWithSecrets } from '../support/secret-search.js';
import { setScene, type Scene } from './scene.js';

/** An application whose mailbox is named as its client is. */
const application = { clientId: 'reports@example.test', clientSecret: 'reports-secret-0123456789' };

/** From the guide to the application's own login. */
describe('moving an app', function () {
  this.timeout(180_000);
  this.bail(true);
  let scene: Scene;
  let authorizationServer: AuthorizationServer;
  let dovecot: Dovecot;

  before(async () => {
    authorizationServer = await startAuthorizationServer({
      clients: [
        {
          client_id: application.clientId,
          client_secret: application.clientSecret,
          token_endpoint_auth_method: 'client_secret_post',
          grant_types: ['client_credentials'],
          redirect_uris: [],
          response_types: [],
        },
      ],
    });
    dovecot = await startDovecot(authorizationServer.introspectionUrl, mailScope, { usernameAttribute: 'client_id' });
    scene = await setScene('move', { 'mailOAuth.showResult': 'output' });
    const caFile = path.join(scene.directory, 'authority.pem');
    await writeFile(caFile, await readFile(dovecot.caFile));
    await scene.setSettings({ 'mailOAuth.showResult': 'output', 'mailOAuth.tls.caFile': caFile });
    await scene.page.page.reload();
  });

  after(async () => {
    await scene.stop();
    await dovecot.stop();
    await authorizationServer.stop();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await scene.page.screenshot('failed');
  });

  it('writes the guide with what was typed, and a hand-over without a secret', async () => {
    const { page } = scene;
    await page.run('Mail OAuth: Move an App to OAuth');
    await page.find('Which application', 'MailKit');
    await page.pick('Where is the mailbox?', 'Microsoft 365');
    await page.pick('Who signs in?', 'The application itself');
    await page.type('Email address of the mailbox', 'reports@example.test');
    await page.type('ID or domain of the Entra tenant', 'contoso.onmicrosoft.com');
    await page.type('Client ID of the application', '11111111-2222-3333-4444-555555555555');
    await page.type('Object ID', '');
    await page.page.locator('.tab').filter({ hasText: 'Move MailKit to OAuth' }).waitFor();
    assert.match(await page.editorText(), /Move MailKit to OAuth/);
    await page.screenshot('guide');
    await page.editorAction('Show Hand-Over');
    await page.page.locator('.tab').filter({ hasText: 'Hand-over: MailKit' }).waitFor();
    assert.match(await page.editorText(), /11111111-2222-3333-4444-555555555555[^]*Nothing was tested/);
    await page.screenshot('hand-over');
  });

  it('asks in the guide for nothing but the secret, and for the tenant to agree to', async () => {
    const { page } = scene;
    await page.editorAction('Test as the App');
    const { text, title } = await page.accept('Tenant of the mailbox');
    assert.equal(text, 'contoso.onmicrosoft.com');
    assert.match(title, /Test as the App \(1\/2\)/);
    await page.pick('How does the application authenticate?', 'With a client secret');
    await page.inputSays('Client secret');
    await page.screenshot('secret');
    await page.escape();
  });

  it('tests as the app: its own token, and the login to its mailbox', async () => {
    const { page } = scene;
    await page.run('View: Close All Editors');
    await page.run('Mail OAuth: Test as the App');
    await page.pick('Which application opens the mailbox?', 'Other');
    await page.type('Issuer URL', authorizationServer.issuer);
    await page.type('Client ID', application.clientId);
    await page.pick('How does the application authenticate?', 'With a client secret');
    await page.type('Client secret', application.clientSecret);
    await page.type('Email address of the mailbox that the application opens', 'reports@example.test');
    await page.type('Scopes', mailScope);
    await page.type('IMAP server', `localhost:${dovecot.ports.imaps}`);
    await page.pick('How is the connection', 'Implicit TLS');
    await page.type('SMTP server', '');
    await page.output(/OK: localhost accepted reports@example\.test with XOAUTH2/);
    await page.screenshot('tested-as-app');
  });

  it('has put no token and no secret into logs, settings, state or output', async () => {
    const secrets = [...authorizationServer.secrets, application.clientSecret];
    assert.deepEqual(await filesWithSecrets(scene.userDataDirectory, secrets), []);
    for (const secret of secrets) assert.ok(!scene.workbench.output().includes(secret));
  });
});
