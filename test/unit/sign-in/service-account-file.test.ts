import assert from 'node:assert/strict';
import { parseServiceAccountFile, ServiceAccountFileError } from '../../../src/sign-in/service-account-file.js';
import { makeClientCertificate } from '../../support/client-certificate.js';

describe('the key file of a service account', () => {
  let file: Record<string, unknown>;
  let privateKey: string;

  before(async () => {
    privateKey = (await makeClientCertificate()).keyPem;
    file = {
      type: 'service_account',
      project_id: 'project',
      private_key_id: '0123abcd',
      private_key: privateKey,
      client_email: 'mailer@project.iam.gserviceaccount.com',
      client_id: '104857600000000000001',
      auth_uri: 'https://accounts.google.com/o/oauth2/auth',
      token_uri: 'https://oauth2.googleapis.com/token',
      universe_domain: 'googleapis.com',
    };
  });

  it('contains the address, the client ID and the key', () => {
    assert.deepEqual(parseServiceAccountFile(`\ufeff${JSON.stringify(file)}`), {
      email: 'mailer@project.iam.gserviceaccount.com',
      clientId: '104857600000000000001',
      key: { algorithm: 'RS256', privateKey, keyId: '0123abcd' },
    });
  });

  for (const [what, change, text] of [
    ['names another token endpoint', { token_uri: 'https://oauth2.googleapis.com.evil.example/token' }, /not used/],
    ['names no host as token endpoint', { token_uri: 'x' }, /not used/],
    ['has no key', { private_key: undefined }, /must have the type/],
    ['has a broken key', { private_key: '-----BEGIN PRIVATE KEY-----\nAAAA\n' }, /cannot be read/],
    ['has an address that is none', { client_email: 'a b@c' }, /must have the type/],
    ['has a client ID that is no number', { client_id: '<script>' }, /must have the type/],
    ['is of a user’s own credentials', { type: 'authorized_user' }, /gcloud/],
    ['is of a client', { type: undefined, installed: {} }, /with which users sign in/],
  ] as const) {
    it(`is rejected without being quoted if it ${what}`, () => {
      assert.throws(
        () => parseServiceAccountFile(JSON.stringify({ ...file, ...change })),
        (error) =>
          error instanceof ServiceAccountFileError &&
          text.test(error.message) &&
          !/PRIVATE KEY|<script>|AAAA/.test(error.message),
      );
    });
  }

  it('is rejected if it is not JSON', () => {
    assert.throws(() => parseServiceAccountFile(privateKey), /not JSON/);
    assert.throws(() => parseServiceAccountFile('null'), /must have the type/);
  });
});
