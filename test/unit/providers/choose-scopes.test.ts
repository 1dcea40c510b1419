import assert from 'node:assert/strict';
import { chooseScopes } from '../../../src/providers/choose-scopes.js';

const all = ['imap', 'smtp', 'pop3'] as const;

describe('the choice of scopes', () => {
  const cases: readonly (readonly [
    title: string,
    offered: readonly string[] | undefined,
    named: string[],
    chosen: string[],
  ])[] = [
    [
      'the standard scope for mail, and offline access',
      ['openid', 'urn:ietf:params:oauth:scope:mail', 'urn:ietf:params:oauth:scope:contacts', 'offline_access'],
      [],
      ['urn:ietf:params:oauth:scope:mail', 'offline_access'],
    ],
    ['those of the protocols', ['mail:imap_full', 'mail:smtp', 'disk'], [], ['mail:imap_full', 'mail:smtp']],
    [
      'a scope for mail, but not for the address',
      ['email', 'https://mail.example.com/'],
      [],
      ['https://mail.example.com/'],
    ],
    ['the identity where the server has no scope for mail', ['openid', 'email', 'profile'], [], ['openid', 'email']],
    ['what a configuration file names, where it is offered', ['openid', 'mail', 'other'], ['mail'], ['mail']],
    ['nothing that a file names and the server does not offer', ['openid'], ['https://mail.google.com/'], ['openid']],
    ['what a file names where the server does not say', undefined, ['mail'], ['mail']],
    ['nothing where nothing is known', undefined, [], []],
  ];
  for (const [title, offered, named, chosen] of cases) {
    it(title, () => assert.deepEqual(chooseScopes(offered, all, named), chosen));
  }

  it('only those of the protocols that are used', () => {
    assert.deepEqual(chooseScopes(['x-imap', 'x-smtp', 'x-pop'], ['imap']), ['x-imap']);
    assert.deepEqual(chooseScopes(['imap.read', 'smtp.send', 'pop.read'], ['imap', 'pop3']), ['imap.read', 'pop.read']);
  });
});
