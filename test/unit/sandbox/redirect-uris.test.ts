import assert from 'node:assert/strict';
import { isAllowedRedirect } from '../../../src/sandbox/redirect-uris.js';

describe('isAllowedRedirect', () => {
  for (const uri of [
    'http://127.0.0.1:4711/',
    'http://localhost:1/any/path?query',
    'http://[::1]:4711/callback',
    'vscode://mail-oauth.xoauth2/callback',
    'vscode-insiders://mail-oauth.xoauth2/callback?windowId=1',
    'cursor://mail-oauth.xoauth2/other',
  ]) {
    it(`allows ${uri}`, () => assert.equal(isAllowedRedirect(uri), true));
  }

  for (const uri of [
    'vscode://evil.ext/x',
    'vscode://evil.ext/mail-oauth.xoauth2',
    'vscode://mail-oauth.xoauth2.evil/callback',
    'vscode://mail-oauth.xoauth2@evil.ext/callback',
    'vscode://evil.ext@mail-oauth.xoauth2/callback',
    'vscode://mail-oauth.xoauth2:1/callback',
    'vscode:mail-oauth.xoauth2/callback',
    'other://mail-oauth.xoauth2/callback',
    'https://127.0.0.1/',
    'http://127.0.0.1.evil.example/',
    'http://127.0.0.1@evil.example/',
    'http://user@127.0.0.1/',
    'http://evil.example/',
    'javascript:alert(1)',
    'not a URI',
  ]) {
    it(`does not allow ${uri}`, () => assert.equal(isAllowedRedirect(uri), false));
  }
});
