import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import type * as Lint from '../../src/sasl/lint.js';
import type * as Oauthbearer from '../../src/sasl/oauthbearer.js';
import type * as Xoauth2 from '../../src/sasl/xoauth2.js';
import { launchBrowser } from '../support/browser.js';

type Sasl = typeof Lint & typeof Oauthbearer & typeof Xoauth2;
declare const sasl: Sasl;

/** Every file of src/sasl as one script for a browser. Anything of Node.js in it would fail to bundle. */
async function bundle(): Promise<string> {
  const contents = readdirSync('src/sasl')
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `export * from './${name.replace(/\.ts$/, '.js')}';`)
    .join('\n');
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: 'src/sasl', loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'sasl',
    target: 'es2023',
  });
  return outputFiles[0]?.text ?? '';
}

describe('src/sasl in a browser', () => {
  let browser: Browser;
  let script: string;

  before(async () => {
    script = await bundle();
    browser = await launchBrowser();
  });

  after(() => browser.close());

  it('builds, decodes and checks the published strings', async () => {
    const page = await browser.newPage();
    await page.addScriptTag({ content: script });
    const seen = await page.evaluate(() => {
      const credential = { user: 'someuser@example.com', accessToken: 'ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg' };
      const xoauth2 = sasl.encodeXoauth2(credential);
      const bearer = sasl.encodeOauthbearer({
        user: 'user@example.com',
        host: 'server.example.com',
        port: 143,
        accessToken: 'vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==',
      });
      const broken = sasl.lintSaslString(`user=müller@example.com^Aauth=Bearer tok^A^A`);
      return {
        xoauth2,
        bearer,
        read: sasl.decodeXoauth2(xoauth2),
        findings: broken.findings.map(({ code }) => code),
        fixed: sasl.decodeXoauth2(broken.fixed ?? '').user,
      };
    });
    assert.deepEqual(seen, {
      // Google's protocol page, RFC 7628 §4.1
      xoauth2:
        'dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==',
      bearer:
        'bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB',
      read: { user: 'someuser@example.com', accessToken: 'ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg' },
      findings: ['not-encoded', 'literal-control'],
      fixed: 'müller@example.com',
    });
  });
});
