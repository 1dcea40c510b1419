import assert from 'node:assert/strict';
import { ClientFileError, parseClientFile } from '../../../src/accounts/google-client-file.js';

describe('the client file of Google’s console', () => {
  const client = {
    client_id: '1-a.apps.googleusercontent.com',
    client_secret: 'GOCSPX-made-up',
    redirect_uris: ['http://localhost'],
  };

  it('is parsed for a Desktop app and for a Web application', () => {
    assert.deepEqual(parseClientFile(`\ufeff${JSON.stringify({ installed: { ...client, project_id: 'x' } })}`), {
      type: 'installed',
      clientId: client.client_id,
      clientSecret: client.client_secret,
      redirectUris: ['http://localhost'],
    });
    assert.equal(parseClientFile(JSON.stringify({ web: { client_id: 'id' } })).type, 'web');
  });

  it('is rejected without being quoted if it is something else', () => {
    for (const text of [
      '',
      'not json s3cret',
      '[]',
      'null',
      '{"installed":{"client_id":""}}',
      '{"type":"service_account","private_key":"s3cret"}',
    ]) {
      assert.throws(
        () => parseClientFile(text),
        (error: unknown) =>
          error instanceof ClientFileError &&
          /client_secret_|client_id/.test(error.message) &&
          !error.message.includes('s3cret'),
      );
    }
  });
});
