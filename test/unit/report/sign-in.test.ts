import assert from 'node:assert/strict';
import type { OAuthExchange } from '../../../src/oauth/exchange-record.js';
import { resultPage } from '../../../src/report/html.js';
import { signInDocument } from '../../../src/report/sign-in-markdown.js';

const at = Date.UTC(2026, 0, 1, 12);
const user = 'alice@example.com';
const script = { text: 'start()', nonce: 'n0nce', accountId: 'account-1' };

function answered(error: string, description = ''): readonly OAuthExchange[] {
  const server = 'https://login.example.com';
  const code = { name: 'code', value: '<43 characters, #a1b2>' };
  return [
    { kind: 'authorization', at, url: `${server}/auth`, request: [], response: [] },
    { kind: 'redirect', at, url: 'http://127.0.0.1/callback', request: [], response: [code] },
    {
      kind: 'token',
      at,
      ms: 30,
      method: 'POST',
      url: `${server}/token`,
      status: 401,
      request: [{ name: 'grant_type', value: 'authorization_code' }, code],
      response: [
        { name: 'error', value: error },
        { name: 'error_description', value: description },
      ],
    },
  ];
}

describe('the report of a failed sign-in', () => {
  const failure = { at, message: 'The client was rejected. Compare it with the registration.' };

  it('has the failure, the four checks, each request with its response, and the versions', () => {
    const exchanges = answered('invalid_client', 'unknown | client\n# not a heading');
    const text = signInDocument(user, { exchanges, failure }, [['Mail OAuth', '1.2.3']]);
    for (const part of [
      /^# OAuth sign-in of `alice@example\.com`$/m,
      /^The client was rejected\. Compare it with the registration\.$/m,
      /^\| Client registered \| failed \| invalid\\_client: unknown \\\| client \\# not a heading \|$/m,
      /^\| Code accepted \| unknown \|/m,
      /^### Token request · HTTP 401 · 30 ms$/m,
      /^`POST https:\/\/login\.example\.com\/token` · 2026-01-01T12:00:00\.000Z$/m,
      /^\| `grant_type` \| `authorization_code` \|$/m,
      /^\| `error_description` \| `unknown \\\| client # not a heading` \|$/m,
      /^\| Mail OAuth \| `1\.2\.3` \|$/m,
    ]) {
      assert.match(text, part);
    }
    assert.doesNotMatch(text, /^# not/m);
  });

  it('is the OAuth tab of the page, which offers to edit the client only if it was rejected', () => {
    const pageOf = (error: string) =>
      resultPage({ user, reports: [], exchanges: answered(error), signInFailure: failure, now: at }, script);
    for (const page of [pageOf('invalid_client'), pageOf('invalid_grant')]) {
      assert.match(page, /<p class="overall" role="status">\s*OAuth: failed/);
      assert.match(page, /<p class="cause">The client was rejected\./);
      assert.match(page, /data-command="saveSignIn"/);
    }
    assert.match(pageOf('invalid_client'), /class="advised"\s+data-protocol=""\s+data-command="editClient"/);
    assert.doesNotMatch(pageOf('invalid_grant'), /editClient/);
  });

  it('exists even if no request could be sent', () => {
    const page = resultPage({ user, reports: [], exchanges: [], signInFailure: failure, now: at });
    assert.match(page, /<p class="cause">The client was rejected\./);
  });
});
