import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mailScope, startAuthorizationServer, type AuthorizationServer } from '../support/authorization-server.js';
import { makeClientCertificate, type MadeCertificate } from '../support/client-certificate.js';
import { startDovecot, type Dovecot } from '../support/dovecot.js';
import { filesWithSecrets } from '../support/secret-search.js';
import { endAtFirstFailure, setScene, type Scene } from './scene.js';

/** An application whose mailbox is named as its client is. */
const application = { clientId: 'reports@example.test', clientSecret: 'reports-secret-0123456789' };

/** One that signs with a key. */
const signing = 'signed@example.test';

/** From the guide to the application's own login. */
describe('moving an app', function () {
  this.timeout(180_000);
  endAtFirstFailure(this);
  let scene: Scene;
  let authorizationServer: AuthorizationServer;
  let dovecot: Dovecot;
  let certificate: MadeCertificate;
  /** The assertions that the authorization server took. */
  const assertions: string[] = [];

  before(async () => {
    certificate = await makeClientCertificate();
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
        {
          client_id: signing,
          token_endpoint_auth_method: 'private_key_jwt',
          jwks: { keys: [{ ...certificate.publicJwk, use: 'sig' }] },
          grant_types: ['client_credentials'],
          redirect_uris: [],
          response_types: [],
        },
      ],
    });
    authorizationServer.provider.on('grant.success', ({ oidc }) => {
      const assertion = oidc.body?.['client_assertion'];
      if (typeof assertion === 'string') assertions.push(assertion);
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

  it('shows the guide for the input, and a hand-over without secrets', async () => {
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

  it('leaves only the secret and the admin consent to the reader of the guide', async () => {
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

  it('shows the values for the delegation of a service account, for copying', async () => {
    const { page } = scene;
    const file = path.join(scene.directory, 'key.json');
    const key = {
      type: 'service_account',
      client_email: 'reports@project.iam.gserviceaccount.com',
      client_id: '123456789012345678901',
      private_key: certificate.keyPem,
      token_uri: 'https://oauth2.googleapis.com/token',
    };
    await writeFile(file, JSON.stringify(key));
    await page.run('Mail OAuth: Move an App to OAuth');
    await page.find('Which application', 'nodemailer');
    await page.pick('Where is the mailbox?', 'Google Workspace');
    await page.pick('Who signs in?', 'The application itself');
    await page.type('Email address of the mailbox', 'reports@example.test');
    await page.type('Client ID of the application', '');
    await page.page.locator('.tab').filter({ hasText: 'Move nodemailer to OAuth' }).waitFor();
    await page.editorAction('Test as the App');
    await page.pick('How does the application authenticate?', 'With the key of a service account');
    await page.chooseFile('Key of the service account', file);
    await page.choice(key.client_id);
    await page.screenshot('delegation');
    // The choices come again, so that both values can be copied.
    await page.chooseByKeyboard('Copy the scope');
    await page.page.locator('.statusbar-item').filter({ hasText: 'Copied https://mail.google.com/' }).waitFor();
    assert.equal(await page.page.evaluate('navigator.clipboard.readText()'), 'https://mail.google.com/');
    await page.choice(key.client_id);
    await page.escape();
  });

  it('signs in the owner of the mailbox with the application’s client', async () => {
    const { page } = scene;
    await page.run('View: Close All Editors');
    await page.run('Mail OAuth: Move an App to OAuth');
    await page.find('Which application', 'git send-email');
    await page.pick('Where is the mailbox?', 'Gmail');
    await page.pick('Who signs in?', 'A user');
    await page.type('Email address of the mailbox', 'carol@gmail.com');
    await page.type('Client ID of the application', 'made-up.apps.googleusercontent.com');
    await page.page.locator('.tab').filter({ hasText: 'Move git send-email to OAuth' }).waitFor();
    await page.editorAction('Test as the App');
    await page.pick('How do you provide the client?', 'Type the client ID');
    assert.equal((await page.proposed('Client ID')).text, 'made-up.apps.googleusercontent.com');
    await page.escape();
  });

  it('tests as the app: requests its own token and logs in to the mailbox', async () => {
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

  it('tests as an app that authenticates with a certificate', async () => {
    const { page } = scene;
    const file = path.join(scene.directory, 'app.pem');
    await writeFile(file, certificate.certificatePem + certificate.keyPem);
    await page.run('Mail OAuth: Test as the App');
    await page.pick('Which application opens the mailbox?', 'Other');
    await page.type('Issuer URL', authorizationServer.issuer);
    await page.type('Client ID', signing);
    await page.pick('How does the application authenticate?', 'With a certificate');
    await page.chooseFile('Certificate with its private key', file);
    await page.type('Email address of the mailbox that the application opens', signing);
    await page.type('Scopes', mailScope);
    await page.type('IMAP server', `localhost:${dovecot.ports.imaps}`);
    await page.pick('How is the connection', 'Implicit TLS');
    await page.type('SMTP server', '');
    await page.output(/OK: localhost accepted signed@example\.test with XOAUTH2/);
    assert.equal(assertions.length, 1);
  });

  it('writes no token, secret, key or assertion to logs, settings, state or output', async () => {
    const lineOfKey = certificate.keyPem.split('\n')[3] ?? '';
    assert.equal(lineOfKey.length, 64);
    const secrets = [...authorizationServer.secrets, application.clientSecret, lineOfKey, ...assertions];
    assert.deepEqual(await filesWithSecrets(scene.userDataDirectory, secrets), []);
    for (const secret of secrets) assert.ok(!scene.workbench.output().includes(secret));
  });
});
