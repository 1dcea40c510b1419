import assert from 'node:assert/strict';
import { OAuthError } from '../../../src/oauth/errors.js';
import { readPastedForAny, readPastedRedirect } from '../../../src/sign-in/pasted-redirect.js';

describe('a text pasted at the prompt of a sign-in', () => {
  for (const [name, text, code] of [
    ['a code', '4/0AbC', '4/0AbC'],
    ['a code that is percent-encoded', '4%2F0AbC', '4/0AbC'],
    ['a code with a percent sign of its own', 'a%zzb', 'a%zzb'],
    ['an address', ' https://localhost/?code=4%2F0A&state=s \n', '4/0A'],
    ['an address with a fragment', 'http://127.0.0.1/#code=x&state=s', 'x'],
    ['a query', '?state=s&code=x', 'x'],
    ['a code with its name', 'code=4%2F0AbC', '4/0AbC'],
    ['a code in quotation marks', '"4/0AbC"', '4/0AbC'],
    ['an address in quotation marks', "'http://127.0.0.1/?code=x&state=s'", 'x'],
    ['an address in brackets', '<http://127.0.0.1/?code=x&state=s>', 'x'],
    ['an address out of HTML', 'http://127.0.0.1/?code=x&amp;state=s', 'x'],
    ['a line of a log', 'GET /?code=x&state=s HTTP/1.1', 'x'],
    ['a title of a window', 'Success state=s&code=4/0AbC&scope=email', '4/0AbC'],
    ['a command', "curl 'http://127.0.0.1/?code=x&state=s'", 'x'],
    ['an address without its scheme', '127.0.0.1:8080/?code=x&state=s', 'x'],
    ['a code of Microsoft’s', 'M.C507_BAY.2.U.abcd-1234-!abc*def$$', 'M.C507_BAY.2.U.abcd-1234-!abc*def$$'],
  ] as const) {
    it(`is accepted: ${name}`, () => {
      const read = readPastedRedirect(text, 's');
      assert.ok(read instanceof URLSearchParams);
      assert.equal(read.get('code'), code);
    });
  }

  for (const [name, text, problem] of [
    ['an empty line', ' ', /Nothing/],
    ['some words', 'I do not know what', /neither the address/],
    [
      'the address of the request',
      'https://login.example.com/auth?response_type=code&client_id=a&state=s',
      /to open in the browser/,
    ],
    ['an address without a code', 'https://login.example.com/consent', /no code/],
    ['the address of another sign-in', 'http://127.0.0.1/?code=x&state=other', /another sign-in/],
    ['an address without state', 'https://login.live.com/oauth20_desktop.srf?code=M.R3&lc=1033', /has no state/],
    ['Google’s access token', 'ya29.a0AfH6SMBxyz', /a token/],
    ['Google’s refresh token', '1//0gabcdefgh', /a token/],
    ['a JWT', 'eyJ0eXAiOiJKV1QifQ.eyJhIjoxfQ.c2ln', /a token/],
    ['a client secret', 'GOCSPX-abcdefgh', /a client secret/],
    ['a client ID', '1234567890-abc.apps.googleusercontent.com', /a client ID/],
    ['what the browser shows', 'This site can’t be reached. localhost refused to connect.', /address bar/],
    ['a mail address', 'alice@example.com', /neither the address/],
    ['an answer as JSON', '{"access_token":"a"}', /neither the address/],
    ['a host', 'localhost:8080', /neither the address/],
    ['another parameter', 'state=s', /no code/],
  ] as const) {
    it(`is rejected: ${name}`, () => {
      const read = readPastedRedirect(text, 's');
      assert.ok(!(read instanceof URLSearchParams));
      assert.match(read.problem, problem);
    });
  }

  for (const [name, text, code] of [
    ['Microsoft’s', 'AADSTS50011: The redirect URI does not match.', 'error'],
    ['Google’s', 'Access blocked. Error 403: org_internal This client is restricted.', 'org_internal'],
    ['Google’s, the code alone', 'redirect_uri_mismatch', 'redirect_uri_mismatch'],
    ['Google’s, without a code', 'Access blocked: This app’s request is invalid', 'invalid_request'],
    ['Google’s, of an app in testing', 'MyApp has not completed the Google verification process', 'access_denied'],
    [
      'Google’s, as its page’s address',
      'https://accounts.google.com/signin/oauth/error?authError=ChVyZWRpcmVjdF91cmlfbWlzbWF0Y2g&client_id=x',
      'redirect_uri_mismatch',
    ],
    [
      'Microsoft’s, without a code',
      'Need admin approval. MyApp needs permission that only an admin can grant.',
      'error',
    ],
    ['an address with an error and no state', 'https://localhost/?error=invalid_request', 'invalid_request'],
  ] as const) {
    it(`is explained as an error: ${name}`, () => {
      assert.throws(
        () => readPastedRedirect(text, 's'),
        (error) => error instanceof OAuthError && error.serverError === code,
      );
    });
  }

  it('is assigned to one of the pending sign-ins', () => {
    const address = 'http://127.0.0.1/?code=x&state=b';
    const stateOf = (text: string, states: readonly string[]) => {
      const read = readPastedForAny(text, states);
      return read instanceof URLSearchParams ? read.get('state') : read.problem;
    };
    assert.equal(stateOf(address, ['a', 'b']), 'b');
    assert.equal(stateOf(address, ['a']), 'b');
    assert.equal(stateOf('4/0AbC', ['a']), 'a');
    assert.match(stateOf('4/0AbC', ['a', 'b']) ?? '', /Several sign-ins are pending/);
    assert.match(stateOf('some words', ['a']) ?? '', /neither the address/);
  });
});
