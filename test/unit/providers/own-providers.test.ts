import assert from 'node:assert/strict';
import { parseOwnProviders } from '../../../src/providers/own-providers.js';

const valid = {
  name: 'Example',
  domains: ['example.test'],
  mx: ['mx.example.test'],
  issuer: 'https://login.example.test',
  scopes: ['mail'],
  authorizationParameters: { audience: 'mail' },
  imap: { host: 'imap.example.test', port: 993, security: 'tls' },
};

describe('the user’s own providers', () => {
  it('are parsed with everything that an account needs', () => {
    const { profiles, problems } = parseOwnProviders([valid]);
    assert.deepEqual(problems, []);
    const [profile] = profiles;
    assert.equal(profile?.domains?.test('example.test'), true);
    assert.equal(profile.domains.test('sub.example.test'), false);
    assert.equal(profile.domains.test('exampleXtest'), false);
    assert.equal(profile.mxHosts?.test('in.mx.example.test'), true);
    assert.equal(profile.signIn?.issuer, valid.issuer);
    assert.equal(profile.signIn.id, 'other');
    assert.deepEqual(profile.signIn.authorizationParameters, { audience: 'mail' });
    assert.deepEqual(profile.signIn.mailServers, { imap: valid.imap });
    assert.equal(profile.signIn.server, undefined);
  });

  it('can specify their endpoints', () => {
    const { issuer: _, ...rest } = valid;
    const endpoints = { authorizationEndpoint: 'https://a.test/authorize', tokenEndpoint: 'https://a.test/token' };
    assert.deepEqual(parseOwnProviders([{ ...rest, ...endpoints }]).profiles[0]?.signIn?.server, endpoints);
  });

  const mistakes: readonly (readonly [title: string, entry: unknown, problem: RegExp])[] = [
    ['neither issuer nor endpoints', { name: 'x' }, /entry 1: it needs a name, and an issuer or both/],
    ['one endpoint', { name: 'x', tokenEndpoint: 'https://a.test/' }, /needs a name, and an issuer or both/],
    ['http', { ...valid, issuer: 'http://login.example.test' }, /entry 1: “issuer” is unknown or has an invalid value/],
    [
      'a port of its own kind',
      { ...valid, imap: { ...valid.imap, port: 0 } },
      /“imap\.port” is unknown or has an invalid value/,
    ],
    ['an unknown field', { ...valid, clientSecret: 'x' }, /“clientSecret” is unknown or has an invalid value/],
    [
      'a reserved parameter',
      { ...valid, authorizationParameters: { redirect_uri: 'x' } },
      /“authorizationParameters\.redirect_uri”/,
    ],
    ['no object', 'x', /entry 1: it needs a name/],
  ];
  for (const [title, entry, problem] of mistakes) {
    it(`reports an error: ${title}`, () => {
      const { profiles, problems } = parseOwnProviders([entry, valid]);
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? '', problem);
      assert.equal(profiles.length, 1, 'the other one can be used');
    });
  }

  it('must be a list', () => {
    assert.match(parseOwnProviders({}).problems[0] ?? '', /must be a list/);
    assert.deepEqual(parseOwnProviders(undefined), { profiles: [], problems: [] });
  });
});
