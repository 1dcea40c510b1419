import assert from 'node:assert/strict';
import { exchangeCode } from '../../../src/oauth/authorization-code.js';
import { startTokenEndpoint } from '../../support/token-endpoint.js';

describe('the exchange of a code', () => {
  it('ignores parameters of the response that it does not know, also those of other flows', async () => {
    const endpoint = await startTokenEndpoint(() => ({
      body: { access_token: 'made-up-token', token_type: 'Bearer' },
    }));
    const more = { id_token: 'a.b.c', token: 'x', response: 'y', session_state: 'z', admin_consent: 'True' };
    const { accessToken } = await exchangeCode({
      server: { authorizationEndpoint: `${endpoint.origin}/auth`, tokenEndpoint: endpoint.url },
      client: { clientId: 'a-client' },
      scopes: ['mail'],
      state: 'made-up-state',
      codeVerifier: 'made-up-verifier-0123456789-0123456789-0123456789',
      redirectUri: 'http://127.0.0.1/callback',
      response: new URLSearchParams({ code: 'made-up-code', state: 'made-up-state', ...more }),
    });
    await endpoint.stop();
    assert.equal(accessToken, 'made-up-token');
  });
});
