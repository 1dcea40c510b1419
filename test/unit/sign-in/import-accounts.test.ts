import assert from 'node:assert/strict';
import { importAccounts } from '../../../src/sign-in/import-accounts.js';
import { ImportError } from '../../../src/sign-in/imported-account.js';
import { providerById } from '../../../src/providers/catalogue.js';
import { microsoftServer } from '../../../src/providers/microsoft-server.js';

const now = 1_000_000;
const read = (text: string) => importAccounts(Buffer.from(text), now);
const google = { provider: 'google', server: providerById('google').server };

describe('the import from other programs', () => {
  it('reads the output of oauth2.py', () => {
    const text = `To authorize token, visit this url and follow the directions:
  https://accounts.google.com/o/oauth2/auth?client_id=123.apps.googleusercontent.com&response_type=code&scope=https%3A%2F%2Fmail.google.com%2F
Enter verification code: 4/abc
Refresh Token: 1//refresh
Access Token: ya29.access
Access Token Expiration Seconds: 3600
`;
    assert.deepEqual(read(text), {
      program: 'oauth2.py',
      accounts: [
        {
          ...google,
          clientId: '123.apps.googleusercontent.com',
          scopes: ['https://mail.google.com/'],
          refreshToken: '1//refresh',
          accessToken: 'ya29.access',
          expiresAt: now + 3_600_000,
        },
      ],
      remarks: [],
    });
    const { accounts, remarks } = read(text.replace(/^.*\n.*\n/, '').replaceAll('\n', '\r\n'));
    assert.equal(accounts[0].refreshToken, '1//refresh');
    assert.match(remarks[0] ?? '', /does not name the client/);
  });

  it('reads the decrypted token file of mutt_oauth2.py', () => {
    const text = JSON.stringify({
      registration: 'microsoft',
      authflow: 'devicecode',
      email: 'alice@example.com',
      access_token: 'EwB',
      access_token_expiration: '2026-11-25T10:00:00.123456',
      refresh_token: '0.AAA',
    });
    const { program, accounts, remarks } = read(text);
    assert.equal(program, 'mutt_oauth2.py');
    assert.deepEqual(accounts, [
      {
        provider: 'microsoft',
        server: microsoftServer('common'),
        grant: 'device',
        email: 'alice@example.com',
        accessToken: 'EwB',
        refreshToken: '0.AAA',
        expiresAt: new Date(2026, 10, 25, 10, 0, 0, 123).getTime(),
      },
    ]);
    assert.match(remarks[0] ?? '', /client ID and the secret in the program itself/);
  });

  it('reads a decrypted record of oama, and its configuration', () => {
    const record = read(
      '{"email":"a@example.com","service":"google","scope":"https://mail.google.com/","access_token":"x","expires_in":3599,"exp_date":"2026-11-25 10:00 UTC","token_type":"Bearer"}',
    );
    assert.deepEqual(
      [record.program, record.accounts[0].email, record.accounts[0].provider],
      ['oama', 'a@example.com', 'google'],
    );
    const config = read(`## oama version 0.20
encryption:
    tag: GRING

services:
  google:
    client_id: application-CLIENT-ID
    client_secret: "s3cr#et" # mine
  #  auth_scope: https://mail.google.com/
  microsoft:
    client_id: 9e5f94bc
    auth_scope: https://outlook.office365.com/IMAP.AccessAsUser.All
      https://outlook.office365.com/SMTP.Send
      offline_access
    tenant: contoso.com
  yahoo:
    client_id: 'dj0y'
    auth_endpoint: https://api.login.yahoo.com/oauth2/request_auth
    token_endpoint: https://api.login.yahoo.com/oauth2/get_token
`);
    assert.equal(config.program, 'oama');
    assert.deepEqual(config.accounts, [
      { ...google, clientSecret: 's3cr#et' },
      {
        provider: 'microsoft',
        server: microsoftServer('contoso.com'),
        clientId: '9e5f94bc',
        scopes: [
          'https://outlook.office365.com/IMAP.AccessAsUser.All',
          'https://outlook.office365.com/SMTP.Send',
          'offline_access',
        ],
      },
      {
        provider: 'other',
        server: {
          authorizationEndpoint: 'https://api.login.yahoo.com/oauth2/request_auth',
          tokenEndpoint: 'https://api.login.yahoo.com/oauth2/get_token',
        },
        clientId: 'dj0y',
      },
    ]);
    assert.match(config.remarks[0] ?? '', /encrypted or in a keyring/);
  });

  it('reads the configuration of email-oauth2-proxy, without the encrypted parts', () => {
    const { program, accounts, remarks } = read(`[Server setup]
documentation = Local servers: [IMAP-1993]
\tand so on, client_id = x

[IMAP-1993]
server_address = outlook.office365.com
server_port = 993

[alice@example.com]
permission_url = https://login.microsoftonline.com/contoso.com/oauth2/v2.0/authorize
token_url = https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token
oauth2_scope = https://outlook.office365.com/IMAP.AccessAsUser.All
\thttps://outlook.office365.com/SMTP.Send offline_access
redirect_uri = http://localhost
client_id = 9e5f94bc
client_secret = *** your client secret here ***
token_salt = AAAA
access_token = gAAAAABsecretaccess
refresh_token = gAAAAABsecretrefresh

# an application
[app@example.com]
token_url: https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token
oauth2_scope: https://outlook.office365.com/.default
oauth2_flow: client_credentials
client_id: 4711
client_secret: s3cret
`);
    assert.equal(program, 'email-oauth2-proxy');
    assert.deepEqual(accounts, [
      {
        provider: 'microsoft',
        server: microsoftServer('contoso.com'),
        email: 'alice@example.com',
        clientId: '9e5f94bc',
        redirectUri: 'http://localhost',
        scopes: [
          'https://outlook.office365.com/IMAP.AccessAsUser.All',
          'https://outlook.office365.com/SMTP.Send',
          'offline_access',
        ],
      },
      {
        provider: 'microsoft',
        server: microsoftServer('contoso.com'),
        email: 'app@example.com',
        grant: 'client-credentials',
        clientId: '4711',
        clientSecret: 's3cret',
        scopes: ['https://outlook.office365.com/.default'],
      },
    ]);
    assert.deepEqual(remarks.length, 1);
    assert.match(remarks[0] ?? '', /alice@example.com are encrypted/);
  });

  it('reads the JSON of a token endpoint', () => {
    const { accounts } = read(
      '\ufeff{"access_token":"a","refresh_token":"r","expires_in":10,"scope":"x y","token_type":"Bearer"}',
    );
    assert.deepEqual(accounts, [
      { provider: 'other', accessToken: 'a', refreshToken: 'r', expiresAt: now + 10_000, scopes: ['x', 'y'] },
    ]);
  });

  it('ignores endpoints without TLS and with a password', () => {
    for (const url of ['http://login.example.com/token', 'https://a:b@login.example.com/token', 'file:///etc/passwd']) {
      const [account] = read(`[a@example.com]\ntoken_url = ${url}\nclient_id = x\n`).accounts;
      assert.deepEqual(account, { provider: 'other', email: 'a@example.com', clientId: 'x' }, url);
    }
  });

  it('reports an encrypted file, and rejects other files without quoting them', () => {
    const rejected = (text: RegExp) => (error: unknown) =>
      error instanceof ImportError && text.test(error.message) && !error.message.includes('s3cret');
    const armored = '-----BEGIN PGP MESSAGE-----\n\ns3cret\n-----END PGP MESSAGE-----\n';
    assert.throws(() => read(armored), rejected(/encrypted with OpenPGP/));
    assert.throws(() => importAccounts(Buffer.from([0x85, 0x02, 0x0c, 0x03])), rejected(/encrypted with OpenPGP/));
    for (const text of [
      '',
      's3cret',
      '{}',
      '[]',
      'null',
      '{"access_token":""}',
      '[section]\ns3cret',
      'services:\n',
      'x: y',
    ]) {
      assert.throws(() => read(text), rejected(/No account or token/), text);
    }
    assert.throws(() => importAccounts(Buffer.alloc(300_000, 0x41)), rejected(/too large/));
  });

  it('removes control characters', () => {
    const [account] = read(
      '{"access_token":"a","refresh_token":"r\\u0000\\nx","email":"a@example.com\\u001b[2J"}',
    ).accounts;
    assert.deepEqual([account.refreshToken, account.email], [undefined, undefined]);
  });
});
