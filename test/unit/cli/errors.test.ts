import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { run } from '../../../src/cli/run.js';

async function cli(...argv: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const { signal } = new AbortController();
  const status = await run(argv, { stdin: Readable.from(['']), stdout, stderr, env: { TOKEN: 'token' }, signal });
  stdout.end();
  stderr.end();
  return { status, stdout: await text(stdout), stderr: await text(stderr) };
}

describe('an error of the command line', () => {
  it('is JSON on standard output with --json, and a sentence on standard error', async () => {
    for (const [argv, status, code] of [
      [['--json', '--generate_oauth2_string'], 2, 'usage'],
      [['--json', '--port'], 2, 'usage'],
      [['--register', '--issuer', 'http://login.example.com/', '--json'], 2, 'bad-endpoint'],
      [['--register', '--issuer', 'http://127.0.0.1:1/', '--proxy', 'none', '--json'], 4, 'network'],
    ] as const) {
      const ended = await cli(...argv);
      assert.equal(ended.status, status, ended.stderr);
      const { error } = JSON.parse(ended.stdout) as { error: Record<string, string> };
      assert.equal(error['code'], code);
      assert.ok(ended.stderr.startsWith(`xoauth2: ${error['message']}\n`), ended.stderr);
    }
    assert.equal((await cli('--generate_oauth2_string')).stdout, '');
  });

  it('names the help of its own command, and the options that are missing', async () => {
    assert.match((await cli('sandbox', '--prots', 'x')).stderr, /mean --ports\?\nTry xoauth2 sandbox --help\.\n$/);
    assert.match((await cli('--test_imap_authentication')).stderr, /: --user and --access_token are missing\.\n/);
    assert.match((await cli('--generate_oauth2_string', '--user', 'a')).stderr, /: --access_token is missing\.\n/);
    assert.match((await cli('--grant', 'device')).stderr, /Nothing to do\. .*--generate_oauth2_token\./);
  });

  it('is reported before the login if the report cannot be written', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'mail-oauth-cli-'));
    const test = ['--test_imap_authentication', '--user', 'a', '--access_token', 'env:TOKEN', '--host', '127.0.0.1'];
    for (const [file, message] of [
      [directory, /--report: this is a folder/],
      [path.join(directory, 'no', 'report.md'), /--report: the folder of the file does not exist/],
    ] as const) {
      const { status, stdout, stderr } = await cli(...test, '--port', '1', '--report', file);
      assert.equal(status, 2);
      assert.equal(stdout, '');
      assert.match(stderr, message);
    }
    await rm(directory, { recursive: true });
  });

  it('leaves standard output empty if --lint --quiet has no fixed string', async () => {
    assert.deepEqual(await cli('--lint', 'hello', '--quiet'), { status: 1, stdout: '', stderr: '' });
  });
});
