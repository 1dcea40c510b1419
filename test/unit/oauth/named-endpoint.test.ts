import assert from 'node:assert/strict';
import { namedEndpoint } from '../../../src/oauth/http.js';

describe('an endpoint in metadata', () => {
  it('is not on this machine, unless the issuer is, or is local', () => {
    for (const endpoint of ['http://127.0.0.1:8080/token', 'https://localhost/token', 'http://[::1]/token']) {
      assert.equal(namedEndpoint(endpoint, 'https://login.example.com'), undefined, endpoint);
      assert.equal(namedEndpoint(endpoint, 'http://localhost:9000/'), endpoint);
      assert.equal(namedEndpoint(endpoint, 'https://login.corp.internal'), endpoint);
    }
  });

  it('is an https address', () => {
    assert.equal(namedEndpoint('https://other.example/t', 'https://login.example.com'), 'https://other.example/t');
    for (const endpoint of ['http://other.example/t', 'token', 7, undefined, 'https://user@other.example/t']) {
      assert.equal(namedEndpoint(endpoint, 'https://login.example.com'), undefined, String(endpoint));
    }
  });
});
