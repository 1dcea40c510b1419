import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { makeCertificates } from '../../../src/sandbox/certificates.js';
import { integer, objectIdentifier, octetString, utcTime } from '../../../src/sandbox/der.js';

describe('the certificates of the sandbox', () => {
  it('are those of an authority and of this machine, signed by the authority, for a month', async () => {
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

describe('DER', () => {
  const hex = (der: Buffer) => der.toString('hex');

  it('is as X.690 has it', () => {
    assert.equal(hex(integer(2)), '020102');
    assert.equal(hex(integer(Buffer.of(0x80))), '02020080', 'a positive number');
    assert.equal(hex(objectIdentifier('1.2.840.10045.4.3.2')), '06082a8648ce3d040302');
    assert.equal(hex(utcTime(new Date('2026-01-02T03:04:05.678Z'))), '170d3236303130323033303430355a');
    assert.equal(hex(octetString(Buffer.alloc(127))).slice(0, 4), '047f');
    assert.equal(hex(octetString(Buffer.alloc(128))).slice(0, 6), '048180');
    assert.equal(hex(octetString(Buffer.alloc(300))).slice(0, 8), '0482012c');
  });
});
