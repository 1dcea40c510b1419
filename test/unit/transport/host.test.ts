import assert from 'node:assert/strict';
import { isLocalName, isThisMachine } from '../../../src/transport/host.js';

describe('hosts on this machine', () => {
  it('recognizes them in every notation', () => {
    const here = ['localhost', 'LOCALHOST.', 'a.localhost', '127.0.0.1', '127.1', '0x7f.1', '2130706433', '127.9.9.9'];
    const more = ['0.0.0.0', '::1', '[::1]', '::', '::ffff:127.0.0.1', '[::ffff:7f00:1]'];
    for (const host of [...here, ...more]) assert.ok(isThisMachine(host), host);
  });

  it('takes no other for one', () => {
    const others = ['localhost.example.com', 'mylocalhost', '128.0.0.1', '2001:db8::1', 'fe80::1%eth0', '[', '', 'a b'];
    for (const host of others) assert.ok(!isThisMachine(host), host);
  });

  it('knows the names that are not in public DNS', () => {
    for (const name of ['mail.test', 'a.b.internal', 'printer.local']) assert.ok(isLocalName(name), name);
    for (const name of ['mail.example.com', 'test.dev', 'local.net']) assert.ok(!isLocalName(name), name);
  });
});
