import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { makeCertificates } from '../../../src/sandbox/certificates.js';

describe('the certificates of the sandbox', () => {
  it('are a CA and a certificate for this machine, valid for a month', async () => {
    const made = await makeCertificates();
    const authority = new X509Certificate(made.ca);
    const server = new X509Certificate(made.certificate);
    assert.ok(authority.ca);
    assert.ok(!server.ca);
    assert.ok(authority.verify(authority.publicKey));
    assert.ok(server.verify(authority.publicKey));
    assert.ok(server.checkIssued(authority));
    assert.ok(server.checkPrivateKey(createPrivateKey(made.key)));
    assert.equal(server.subject, 'CN=Mail OAuth Sandbox');
    assert.equal(server.checkHost('localhost'), 'localhost');
    assert.equal(server.checkHost('example.com'), undefined);
    assert.equal(server.checkIP('127.0.0.1'), '127.0.0.1');
    assert.deepEqual(server.keyUsage, ['1.3.6.1.5.5.7.3.1']);
    const days = (Date.parse(server.validTo) - Date.now()) / 86_400_000;
    assert.ok(Date.parse(server.validFrom) < Date.now() && days > 29 && days < 31);
    assert.notEqual(server.serialNumber, authority.serialNumber);
  });
});
