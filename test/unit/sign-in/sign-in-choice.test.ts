import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { chooseSignIn } from '../../../src/sign-in/sign-in-choice.js';
import { withSignInTables } from '../../support/sign-in-table.js';
import { providerById } from '../../../src/providers/catalogue.js';

const situation = (id: string, browserIsLocal = false) => {
  const provider = providerById(id);
  return { provider, server: provider.server ?? {}, browserIsLocal };
};

describe('the choice of a way to sign in', () => {
  it('is a code on a device where no redirect comes back by itself and the provider allows it', () => {
    assert.deepEqual(chooseSignIn(situation('microsoft')), { way: 'device' });
    assert.deepEqual(chooseSignIn(situation('microsoft', true)), { way: 'loopback' });
    const relayUrl = 'https://relay.example.com/';
    assert.deepEqual(chooseSignIn({ ...situation('microsoft'), relayUrl }), { way: 'relay' });
  });

  it('is to paste the address where the provider allows no code, and says why', () => {
    const { way, noDevice = '', noRedirect = '' } = chooseSignIn(situation('google'));
    assert.equal(way, 'paste');
    assert.match(noDevice, /Google grants devices no mail scope/);
    assert.match(noRedirect, /cannot reach a port of this machine/);
    const elsewhere = { ...situation('google', true), registered: 'urn:ietf:wg:oauth:2.0:oob' };
    assert.match(chooseSignIn(elsewhere).noRedirect ?? '', /urn:ietf:wg:oauth:2\.0:oob, does not lead back/);
  });

  it('says that a server has no endpoint for devices', () => {
    const registered = 'http://localhost:8080/';
    assert.match(chooseSignIn({ ...situation('other'), registered }).noDevice ?? '', /RFC 8628/);
    const server = { deviceAuthorizationEndpoint: 'https://login.example.com/device' };
    assert.deepEqual(chooseSignIn({ ...situation('other'), server, registered }), { way: 'device' });
  });

  it('is shown in docs/sign-in.md; `npm run docs` writes it', () => {
    const document = readFileSync('docs/sign-in.md', 'utf8');
    assert.match(document, /\| Google \| Microsoft \|/);
    assert.equal(document, withSignInTables(document));
  });

  it('follows the account, and the setting before all else', () => {
    assert.deepEqual(chooseSignIn({ ...situation('microsoft', true), byDevice: true }), { way: 'device' });
    assert.deepEqual(chooseSignIn({ ...situation('google', true), byDevice: true }), { way: 'loopback' });
    assert.deepEqual(chooseSignIn({ ...situation('google', true), forced: 'device' }), { way: 'device' });
    assert.deepEqual(chooseSignIn({ ...situation('microsoft'), byDevice: true, forced: 'paste' }), { way: 'paste' });
  });
});
