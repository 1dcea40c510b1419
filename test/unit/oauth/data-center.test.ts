import assert from 'node:assert/strict';
import { serverOfResponse } from '../../../src/oauth/data-center.js';

const zoho = {
  issuer: 'https://accounts.zoho.com',
  authorizationEndpoint: 'https://accounts.zoho.com/oauth/v2/auth',
  tokenEndpoint: 'https://accounts.zoho.com/oauth/v2/token',
  revocationEndpoint: 'https://accounts.zoho.com/oauth/v2/token/revoke',
};

const follow = (named: string, server: Parameters<typeof serverOfResponse>[0] = zoho) =>
  serverOfResponse(server, new URLSearchParams({ code: 'x', location: 'eu', 'accounts-server': named }));

describe('the data center in a response of Zoho', () => {
  it('receives the code, the refresh and the revocation', () => {
    assert.deepEqual(follow('https://accounts.zoho.eu'), {
      issuer: 'https://accounts.zoho.eu',
      authorizationEndpoint: 'https://accounts.zoho.eu/oauth/v2/auth',
      tokenEndpoint: 'https://accounts.zoho.eu/oauth/v2/token',
      revocationEndpoint: 'https://accounts.zoho.eu/oauth/v2/token/revoke',
    });
    assert.equal(follow('https://accounts.zoho.com.cn/').tokenEndpoint, 'https://accounts.zoho.com.cn/oauth/v2/token');
    assert.equal(follow('https://accounts.zohocloud.ca').tokenEndpoint, 'https://accounts.zohocloud.ca/oauth/v2/token');
  });

  it('is ignored for a host that is not Zoho’s, for plain http, and from another server', () => {
    for (const named of [
      'https://accounts.zoho.evil.example',
      'https://accounts.zoho.eu.evil.example',
      'https://evil.example/?accounts.zoho.eu',
      'https://accounts.zoho.eu@evil.example',
      'https://accounts.zoho.eu:8443',
      'http://accounts.zoho.eu',
      'accounts.zoho.eu',
      'nonsense',
      '',
    ]) {
      assert.equal(follow(named), zoho, named);
    }
    const other = { ...zoho, tokenEndpoint: 'https://login.example.com/token' };
    assert.equal(follow('https://accounts.zoho.eu', other), other);
    assert.equal(serverOfResponse(zoho, new URLSearchParams({ code: 'x' })), zoho);
  });
});
