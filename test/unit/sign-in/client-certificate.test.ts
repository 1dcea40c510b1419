import assert from 'node:assert/strict';
import { createHash, createPrivateKey } from 'node:crypto';
import { CertificateFileError, parseClientCertificate } from '../../../src/sign-in/client-certificate.js';
import { makeClientCertificate, toPfx, type MadeCertificate } from '../../support/client-certificate.js';

const password = 'PaSsWoRd-7x9';
const refused = (code: string, text: RegExp) => (error: unknown) =>
  error instanceof CertificateFileError &&
  error.code === code &&
  text.test(error.message) &&
  !error.message.includes(password);

describe('the file of a client certificate', function () {
  this.timeout(30_000);
  let made: MadeCertificate;

  before(async () => {
    made = await makeClientCertificate();
  });

  const thumbprints = ({ certificateDer }: MadeCertificate) => ({
    key: createHash('sha256').update(certificateDer).digest('base64url'),
    certificate: createHash('sha1').update(certificateDer).digest('hex').toUpperCase(),
  });

  it('is read as PEM, in any order, with other text around', async () => {
    for (const text of [made.keyPem + made.certificatePem, `Bag Attributes\n${made.certificatePem}\n${made.keyPem}`]) {
      const { key, certificate } = await parseClientCertificate(Buffer.from(text));
      assert.equal(key.algorithm, 'RS256');
      assert.equal(key.privateKey, made.keyPem);
      assert.equal(key.thumbprint, thumbprints(made).key);
      assert.equal(certificate?.thumbprint, thumbprints(made).certificate);
    }
  });

  it('signs at Microsoft as Microsoft requires', async () => {
    const { key } = await parseClientCertificate(Buffer.from(made.keyPem + made.certificatePem), { forRsa: 'PS256' });
    assert.equal(key.algorithm, 'PS256');
  });

  for (const encryption of ['aes256', '3des'] as const) {
    it(`is read as PFX that is encrypted with ${encryption}`, async () => {
      const { key, certificate } = await parseClientCertificate(toPfx(made, password, encryption), { password });
      assert.equal(key.privateKey, made.keyPem);
      assert.equal(key.thumbprint, thumbprints(made).key);
      assert.equal(certificate?.thumbprint, thumbprints(made).certificate);
    });
  }

  it('is read as encrypted PEM', async () => {
    const encrypted = createPrivateKey(made.keyPem)
      .export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: password })
      .toString();
    const file = Buffer.from(encrypted + made.certificatePem);
    assert.equal((await parseClientCertificate(file, { password })).key.privateKey, made.keyPem);
    await assert.rejects(parseClientCertificate(file), refused('certificate-password', /Enter it/));
    await assert.rejects(parseClientCertificate(file, { password: 'x' }), refused('certificate-password', /wrong/));
  });

  it('reports a missing or wrong password of a PFX', async () => {
    const file = toPfx(made, password, 'aes256');
    await assert.rejects(parseClientCertificate(file), refused('certificate-password', /Enter it/));
    await assert.rejects(parseClientCertificate(file, { password: 'x' }), refused('certificate-password', /wrong/));
  });

  it('accepts an EC key, and a key without a certificate', async () => {
    const ec = await makeClientCertificate('ec');
    assert.equal((await parseClientCertificate(Buffer.from(ec.keyPem + ec.certificatePem))).key.algorithm, 'ES256');
    const { key, certificate } = await parseClientCertificate(Buffer.from(ec.keyPem));
    assert.deepEqual([key.thumbprint, certificate], [undefined, undefined]);
  });

  it('reports unusable files', async () => {
    const invalid = (text: RegExp) => refused('invalid-certificate-file', text);
    const other = await makeClientCertificate('ec');
    const weak = await makeClientCertificate('rsa-1024');
    for (const [file, text] of [
      [made.certificatePem, /no private key/],
      [made.certificateDer, /contains only a certificate/],
      [made.keyPem + other.certificatePem, /do not match/],
      [weak.keyPem + weak.certificatePem, /at least 2048 bits/],
      ['-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n', /private key of this file cannot be read/],
      [`${made.keyPem}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`, /certificate of this file/],
      ['{"installed": {}}', /neither a PEM nor a PFX/],
      ['', /neither a PEM nor a PFX/],
      [Buffer.from('3003020103', 'hex'), /damaged/],
      [toPfx(made, password, 'aes256').subarray(0, 900), /damaged/],
      [Buffer.alloc(300_000, 0x30), /too large/],
    ] as const) {
      await assert.rejects(parseClientCertificate(Buffer.from(file), { password }), invalid(text), String(text));
    }
  });
});
