import assert from 'node:assert/strict';
import { chooseRedirect } from '../../../src/sign-in/redirect-choice.js';
import { providerById } from '../../../src/providers/catalogue.js';

const google = providerById('google');
const other = providerById('other');

describe('the choice of a redirect', () => {
  const here = { provider: google, browserIsLocal: true };
  const remote = { provider: google, browserIsLocal: false };
  const relayUrl = 'https://relay.example.com/';

  it('is loopback if the browser can reach it', () => {
    assert.equal(chooseRedirect(here), 'loopback');
    assert.equal(chooseRedirect({ ...here, provider: other }), 'loopback');
  });

  it('otherwise depends on the provider’s clients', () => {
    assert.equal(chooseRedirect(remote), 'paste');
    assert.equal(chooseRedirect({ ...remote, relayUrl }), 'relay');
    assert.equal(chooseRedirect({ ...remote, provider: other }), 'direct');
  });

  it('is not the editor’s URI if that changes with each request', () => {
    const browser = { ...remote, provider: other, editorUriIsFixed: false };
    assert.equal(chooseRedirect(browser), 'paste');
    assert.equal(chooseRedirect({ ...browser, relayUrl }), 'relay');
  });

  it('follows the redirect URI registered for the client', () => {
    assert.equal(chooseRedirect({ ...here, registered: 'vscode://mail-oauth.xoauth2/callback' }), 'direct');
    assert.equal(chooseRedirect({ ...here, registered: relayUrl }), 'relay');
    assert.equal(chooseRedirect({ ...here, registered: 'http://localhost:8080/' }), 'loopback');
    assert.equal(chooseRedirect({ ...remote, registered: 'http://localhost:8080/' }), 'paste');
  });

  it('is paste if no other redirect is possible', () => {
    for (const registered of [
      'https://localhost:8443/callback',
      'https://127.0.0.1/',
      'https://[::1]/',
      'http://intranet/callback',
      'urn:ietf:wg:oauth:2.0:oob',
      'com.example.app:/oauth2redirect',
      'vscodium://mail-oauth.xoauth2/callback',
      'nonsense',
    ]) {
      assert.equal(chooseRedirect({ ...here, registered }), 'paste', registered);
    }
    const editorScheme = 'vscodium';
    const ofThisExtension = 'mail-oauth.xoauth2/callback';
    assert.equal(chooseRedirect({ ...here, registered: `vscodium://${ofThisExtension}`, editorScheme }), 'direct');
    assert.equal(chooseRedirect({ ...here, registered: `vscode://${ofThisExtension}`, editorScheme }), 'paste');
    assert.equal(chooseRedirect({ ...here, registered: 'vscodium://a.b/callback', editorScheme }), 'paste');
  });

  it('is the forced one in any case', () => {
    assert.equal(chooseRedirect({ ...here, forced: 'paste', registered: relayUrl }), 'paste');
  });
});
