import assert from 'node:assert/strict';
import { describeError } from '../../src/diagnosis/describe-error.js';
import { OAuthError } from '../../src/oauth/errors.js';
import { refreshTokens } from '../../src/oauth/refresh.js';
import { revokeTokens } from '../../src/oauth/revoke.js';
import { readBack } from '../support/read-back.js';
import { startTokenEndpoint, type Answer } from '../support/token-endpoint.js';

const refreshToken = `1//RtCaNaRy${'pL9-vB2/mN4+'.repeat(6)}`;
const clientSecret = `GOCSPX-CsCaNaRy${'hJ6kD8s'.repeat(3)}`;
const accessToken = `ya29.AtCaNaRy-${'kW7_zQ.x3'.repeat(12)}`;
const base64 = (text: string) => Buffer.from(text).toString('base64');

const refuses = (error: string, description?: string): Answer => ({
  status: 400,
  body: { error, ...(description === undefined ? {} : { error_description: description }) },
});

/** What a token endpoint may answer with what it was sent. */
const answers: Readonly<Record<string, Answer>> = {
  'both in the description': refuses('invalid_grant', `bad ${refreshToken} ${clientSecret}`),
  'the refresh token as the error': refuses(refreshToken),
  'the client secret as the error': refuses(clientSecret, 'x'),
  base64: refuses('invalid_grant', base64(refreshToken)),
  'URL-encoded': refuses('invalid_grant', encodeURIComponent(refreshToken)),
  'upper case': refuses('invalid_grant', refreshToken.toUpperCase()),
  'cut short': refuses('invalid_grant', `token ${refreshToken.slice(0, 40)}…`),
  'two words': refuses('invalid_grant', `${refreshToken.slice(0, 40)} ${refreshToken.slice(40)}`),
  'the Basic header': refuses('invalid_client', `got ${base64(`cid:${encodeURIComponent(clientSecret)}`)}`),
  HTML: { status: 500, headers: { 'content-type': 'text/html' }, body: `<h1>${refreshToken}</h1>` },
  'JSON without an error': { status: 400, body: { message: refreshToken } },
  'a redirect': {
    status: 302,
    headers: { location: `http://127.0.0.1:1/?rt=${encodeURIComponent(refreshToken)}` },
    body: '',
  },
  'WWW-Authenticate': {
    status: 401,
    headers: {
      'www-authenticate': `Basic realm="${refreshToken}", error="${refreshToken}", error_description="${refreshToken}"`,
    },
    body: '{}',
  },
  'broken JSON': { body: `{"access_token":"${accessToken}", ${refreshToken}` },
  'an odd token_type without a token': { body: { token_type: refreshToken, refresh_token: refreshToken } },
  'no access token': { body: { refresh_token: refreshToken, token_type: 'bearer' } },
};

describe('an authorization server that echoes what it received', () => {
  const client = { clientId: 'cid', clientSecret };
  for (const [form, answer] of Object.entries(answers)) {
    for (const [what, request] of Object.entries({
      refresh: (url: string) =>
        refreshTokens({ server: { authorizationEndpoint: url, tokenEndpoint: url }, client, tokens: { refreshToken } }),
      revocation: (url: string) =>
        revokeTokens({ authorizationEndpoint: url, tokenEndpoint: url, revocationEndpoint: url }, client, {
          refreshToken,
        }),
    })) {
      it(`cannot put a secret into the error of a ${what}: ${form}`, async () => {
        const endpoint = await startTokenEndpoint(() => answer);
        const error: unknown = await request(endpoint.url).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        await endpoint.stop();
        // A revocation looks at nothing but the status.
        if (error === undefined) {
          assert.equal(what, 'revocation');
          return;
        }
        assert.ok(error instanceof OAuthError);
        const shown = [describeError(error), error.message, JSON.stringify(error.answer)].join('\n');
        for (const secret of [refreshToken, clientSecret, accessToken]) {
          assert.deepEqual(readBack(shown, secret), [], shown);
        }
      });
    }
  }
});
