import assert from 'node:assert/strict';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { run } from '../../../src/cli/run.js';
import { readBack } from '../../support/read-back.js';

const accessToken = `ya29.AtCaNaRy-${'kW7_zQ.x3'.repeat(12)}`;
const refreshToken = `1//RtCaNaRy${'pL9-vB2/mN4+'.repeat(6)}`;
const clientSecret = `GOCSPX-CsCaNaRy${'hJ6kD8s'.repeat(3)}`;

async function cli(argv: readonly string[], input = '') {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const env = { AT: accessToken, RT: refreshToken, CS: clientSecret };
  const { signal } = new AbortController();
  const status = await run(argv, { stdin: Readable.from([input]), stdout, stderr, env, signal });
  stdout.end();
  stderr.end();
  return { status, stdout: await text(stdout), stderr: await text(stderr) };
}

describe('a secret on the command line', () => {
  const client = ['--refresh_token', 'env:RT', '--client_id', 'c', '--client_secret', 'env:CS'];
  const string = ['--generate_oauth2_string', '--user', 'alice@example.com'];
  const mistakes: Readonly<Record<string, readonly string[]>> = {
    'the token without its option': [accessToken],
    'the token as an option': [`--${accessToken}`],
    'the token as a short option': [`-${accessToken}`],
    'a misspelled option': [`--acess_tokn=${accessToken}`],
    'a misspelled option and a value': ['--acess_tokn', accessToken],
    'a value of a switch': [`--json=${accessToken}`],
    'the token as a file': [...string, '--access_token', `@${accessToken}`],
    'the token as the name of a variable': [...string, '--access_token', `env:${accessToken}`],
    'the token within the user': [
      '--generate_oauth2_string',
      '--user',
      `a\u0001${accessToken}`,
      '--access_token',
      'env:AT',
    ],
    'a token endpoint with a secret': [...client, '--token_endpoint', `http://evil.example/${refreshToken}`],
    'an issuer with a password': [...client, '--issuer', `https://u:${clientSecret}@127.0.0.1:1/`],
    'a secret as the issuer': [...client, '--issuer', clientSecret],
    'a proxy of an odd scheme': [
      '--test_imap_authentication',
      '--user',
      'a@b',
      '--access_token',
      'env:AT',
      '--host',
      'x.example',
      '--proxy',
      `ftp://u:${clientSecret}@127.0.0.1:1`,
    ],
    'a secret as the port': [
      '--test_imap_authentication',
      '--user',
      'a@b',
      '--access_token',
      'env:AT',
      '--port',
      clientSecret,
    ],
    'a secret as a port of the sandbox': ['sandbox', '--ports', `oauth=${clientSecret}`],
    'a secret as a name of a port': ['sandbox', '--ports', `${clientSecret}=1`],
    'a secret as scenarios': ['sandbox', '--scenarios', clientSecret],
  };
  for (const [mistake, argv] of Object.entries(mistakes)) {
    it(`is not repeated by the error: ${mistake}`, async () => {
      const { status, stdout, stderr } = await cli(argv);
      assert.equal(status, 2, stderr);
      for (const secret of [accessToken, refreshToken, clientSecret]) {
        assert.deepEqual(readBack(stdout + stderr, secret), [], stdout + stderr);
      }
    });
  }

  it('causes one warning with the alternatives', async () => {
    for (const more of [[], ['--quiet'], ['--client_secret', clientSecret]]) {
      const { status, stderr } = await cli([...string, '--access_token', accessToken, ...more]);
      assert.equal(status, 0);
      assert.match(stderr, /^xoauth2: .*--access_token on the command line.*@FILE, - .* env:NAME\.\n$/);
      assert.deepEqual(readBack(stderr, accessToken), []);
    }
  });

  it('causes no warning if it is a reference', async () => {
    for (const [value, input] of [
      ['env:AT', ''],
      ['-', accessToken],
      ['@-', accessToken],
    ] as const) {
      assert.equal((await cli([...string, '--access_token', value], input)).stderr, '');
    }
  });
});
