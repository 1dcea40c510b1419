import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { TransportError } from '../../../src/transport/errors.js';
import { readCaFile, readCaFiles } from '../../../src/transport/ca-file.js';

describe('a CA file', () => {
  const [certificate = '', another = ''] = tls.rootCertificates;
  let directory: string;
  const file = (text: string) => {
    const name = path.join(directory, 'ca.pem');
    writeFileSync(name, text);
    return name;
  };
  const isRejected = (name: string, reason: RegExp) =>
    assert.rejects(readCaFile(name), (error: unknown) => {
      assert.ok(error instanceof TransportError && error.code === 'bad-ca');
      assert.ok(error.message.includes(name));
      assert.match(error.message, reason);
      return true;
    });

  before(() => (directory = mkdtempSync(path.join(tmpdir(), 'mail-oauth-ca-'))));
  after(() => rmSync(directory, { recursive: true, force: true }));

  it('is read completely, including comments', async () => {
    const text = `# mine\n${certificate}\n\n${another}\n`;
    assert.equal(await readCaFile(file(text)), text);
    assert.equal(await readCaFiles([undefined, file(certificate)]), certificate);
    assert.equal(await readCaFiles([undefined]), undefined);
  });

  for (const [name, make, reason] of [
    ['does not exist', () => path.join(directory, 'nowhere.pem'), /It does not exist\.$/],
    ['is a folder', () => directory, /It is not a regular file\.$/],
    [
      'has no certificate',
      () => file('-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----'),
      /contains no certificate/,
    ],
    [
      'has a damaged second certificate',
      () => file(`${certificate}\n${another.replace(/\w{40}/, 'A')}`),
      /number 2 is damaged/,
    ],
    ['is cut off', () => file(`${certificate}\n${another.slice(0, 200)}`), /has no “-----END CERTIFICATE-----” line/],
    [
      'has OpenSSL’s own format',
      () => file(certificate.replaceAll(' CERTIFICATE', ' TRUSTED CERTIFICATE')),
      /openssl x509/,
    ],
    ['is too large', () => file(`${certificate}\n`.repeat(4000)), /larger than 4 MB/],
  ] as const) {
    it(`is rejected if it ${name}`, () => isRejected(make(), reason));
  }

  it('is rejected at once if it is a FIFO without a writer', async function () {
    if (process.platform === 'win32') this.skip();
    const fifo = path.join(directory, 'fifo');
    execFileSync('mkfifo', [fifo]);
    await isRejected(fifo, /not a regular file/);
  });
});
