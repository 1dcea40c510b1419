import assert from 'node:assert/strict';
import {
  validateAccessToken,
  validateClientId,
  validateEndpoint,
  validateHostAndPort,
  validateMailbox,
  validateRedirectUri,
  validateScopes,
} from '../../../src/vscode/ui/input-validation.js';
import { providerById } from '../../../src/providers/catalogue.js';
import { parseHostAndPort, securityOfPort, toMailServer } from '../../../src/mail/wire/server.js';

describe('what a user types', () => {
  it('is a host with or without a port', () => {
    assert.deepEqual(parseHostAndPort('imap.example.com'), { host: 'imap.example.com' });
    assert.deepEqual(parseHostAndPort('localhost:10993'), { host: 'localhost', port: 10993 });
    assert.deepEqual(parseHostAndPort('[::1]:993'), { host: '::1', port: 993 });
    for (const text of ['a b', 'imaps://host', 'host:0', 'host:65536', 'host:', '@']) {
      assert.match(validateHostAndPort(text) ?? '', /imap\.example\.com:993/, text);
    }
    assert.equal(validateHostAndPort(''), undefined);
  });

  it('implies the security by a standard port (RFC 8314)', () => {
    assert.equal(securityOfPort('imap', 993), 'tls');
    assert.equal(securityOfPort('imap', 143), 'starttls');
    assert.equal(securityOfPort('smtp', 587), 'starttls');
    assert.equal(securityOfPort('smtp', 465), 'tls');
    assert.equal(securityOfPort('smtp', 10587), undefined);
    assert.deepEqual(toMailServer('smtp', 'mail.example.com', 'starttls'), {
      host: 'mail.example.com',
      port: 587,
      security: 'starttls',
    });
  });

  it('is an address if the provider requires one', () => {
    assert.equal(validateMailbox('nobody'), undefined);
    for (const id of ['google', 'microsoft', 'microsoft-china']) {
      assert.match(validateMailbox('nobody', providerById(id)) ?? '', /by their email address/, id);
      assert.equal(validateMailbox('alice@example.com', providerById(id)), undefined, id);
    }
    assert.equal(validateMailbox('nobody', providerById('other')), undefined);
  });

  it('is an access token without surrounding text', () => {
    assert.equal(validateAccessToken('ya29.a0AfH6SM'), undefined);
    assert.match(validateAccessToken('Bearer ya29.a0AfH6SM') ?? '', /begins with the word “Bearer”/);
    assert.match(validateAccessToken('{"access_token":"x"}') ?? '', /This is JSON/);
    assert.match(validateAccessToken('') ?? '', /is empty/);
  });

  it('is an endpoint with https, or http on loopback', () => {
    assert.equal(validateEndpoint('https://login.example.com/authorize?p=1'), undefined);
    assert.equal(validateEndpoint('http://127.0.0.1:3000/'), undefined);
    for (const text of [
      'http://login.example.com',
      'login.example.com',
      'https://user:pw@login.example.com',
      'https://a/#b',
      'ftp://a',
    ]) {
      assert.notEqual(validateEndpoint(text), undefined, text);
    }
  });

  it('is a redirect URI, or nothing', () => {
    for (const text of [
      '',
      'http://127.0.0.1/cb',
      'https://relay.example.com/',
      'vscode://mail-oauth.xoauth2/callback',
    ]) {
      assert.equal(validateRedirectUri(text), undefined, text);
    }
    for (const text of ['nonsense', 'http://example.com/cb']) {
      assert.notEqual(validateRedirectUri(text), undefined, text);
    }
  });

  it('is a client ID and scopes without common mistakes', () => {
    assert.match(validateClientId('') ?? '', /empty/);
    assert.match(validateClientId('a b') ?? '', /spaces/);
    assert.equal(validateClientId('123-abc.apps.googleusercontent.com'), undefined);
    assert.match(validateScopes('a,b') ?? '', /spaces, not by commas/);
    assert.match(validateScopes('a"b') ?? '', /RFC 6749/);
    assert.equal(validateScopes('https://mail.google.com/ openid'), undefined);
  });
});
