import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startTokenEndpoint } from '../support/token-endpoint.js';

/** A redirect that only a user can bring back. */
const elsewhere = 'https://app.example.com/callback';
const visit = /visit this url[^]*?(https?:\S+)/;

type Endpoint = Awaited<ReturnType<typeof startTokenEndpoint>>;

describe('the prompt for a pasted address', function () {
  this.timeout(30_000);
  let endpoint: Endpoint;

  before(async () => {
    endpoint = await startTokenEndpoint(() => ({
      body: { access_token: 'made-up-access', token_type: 'Bearer', refresh_token: 'made-up-refresh' },
    }));
  });

  beforeEach(() => endpoint.requests.splice(0));
  after(() => endpoint.stop());

  /** Starts a sign-in, on a terminal of its own or on pipes, and waits for the address to visit. */
  async function start({ terminal, redirectUri }: { terminal: boolean; redirectUri?: string }) {
    const args = [
      'dist/cli.js',
      '--generate_oauth2_token',
      ...['--authorization_endpoint', `${endpoint.origin}/auth`, '--token_endpoint', endpoint.url],
      ...['--client_id', 'client', ...(redirectUri === undefined ? [] : ['--redirect_uri', redirectUri])],
    ];
    const command = [process.execPath, ...args].map((word) => `'${word}'`).join(' ');
    const child = terminal
      ? spawn('script', ['-q', '-e', '-c', command, '/dev/null'], { env: { ...process.env, SHELL: '/bin/sh' } })
      : spawn(process.execPath, args);
    const said = { text: '' };
    const ended = once(child, 'close').then(([status]) => status as number);
    const url = await new Promise<URL>((resolve, reject) => {
      const onData = (chunk: Buffer) => {
        said.text += chunk.toString();
        const found = visit.exec(said.text)?.[1];
        if (found !== undefined && said.text.includes('Waiting for the browser')) resolve(new URL(found));
      };
      child.stdout.on('data', onData);
      child.stderr.on('data', onData);
      void ended.then(() => reject(new Error(said.text)));
    });
    const state = url.searchParams.get('state') ?? '';
    return { child, said, ended, url, state };
  }

  /** Waits until the program has said something more. */
  async function saying(said: { readonly text: string }, expected: RegExp, stream: NodeJS.ReadableStream) {
    while (!expected.test(said.text)) await once(stream, 'data');
  }

  describe('on a terminal', () => {
    before(function () {
      if (process.platform !== 'linux') this.skip();
    });

    it('accepts a line longer than canonical mode allows', async () => {
      const { child, said, ended, state } = await start({ terminal: true, redirectUri: elsewhere });
      const code = `4/${'A'.repeat(9000)}`;
      child.stdin.write(`${elsewhere}?code=${encodeURIComponent(code)}&state=${state}\r`);
      assert.equal(await ended, 0, said.text.slice(-300));
      assert.equal(endpoint.requests[0]?.parameters.get('code'), code);
    });

    it('accepts a pasted URL while the listener waits, and asks again for unusable input', async () => {
      const { child, said, ended, url, state } = await start({ terminal: true });
      child.stdin.write('\r');
      await saying(said, /Nothing was pasted/, child.stdout);
      child.stdin.write(`${url.href}\r`);
      await saying(said, /the address to open in the browser/, child.stdout);
      child.stdin.write(`${url.searchParams.get('redirect_uri') ?? ''}?code=made-up&state=${state}\r`);
      assert.equal(await ended, 0, said.text.slice(-300));
      assert.equal(endpoint.requests.length, 1);
    });

    it('ends at Ctrl+C and at Ctrl+D', async () => {
      for (const [key, redirectUri, status] of [
        ['\u0003', undefined, 130],
        ['\u0003', elsewhere, 130],
        ['\u0004', elsewhere, 3],
      ] as const) {
        const { child, said, ended } = await start({ terminal: true, ...(redirectUri && { redirectUri }) });
        child.stdin.write(key);
        assert.equal(await ended, status, said.text.slice(-300));
      }
    });
  });

  it('does not echo a secret, and ends at Ctrl+C', async function () {
    if (process.platform !== 'linux') this.skip();
    const command = `'${process.execPath}' dist/cli.js --generate_oauth2_string --quiet --user a@b.c --access_token -`;
    for (const [keys, status, output] of [
      ['made-up-token\r', 0, /^Paste [^\n]*\r?\ndXNlcj1hQGIuYwFhdXRoPUJlYXJlciBtYWRlLXVwLXRva2VuAQE=\r?\n$/],
      ['\u0003', 130, /xoauth2: Interrupted\.\r?\n$/],
    ] as const) {
      const child = spawn('script', ['-q', '-e', '-c', command, '/dev/null'], {
        env: { ...process.env, SHELL: '/bin/sh' },
      });
      const said = { text: '' };
      child.stdout.on('data', (chunk: Buffer) => (said.text += chunk.toString()));
      const ended = once(child, 'close');
      await saying(said, /press Enter:/, child.stdout);
      child.stdin.write(keys);
      assert.deepEqual(await ended, [status, null], said.text);
      assert.match(said.text, output);
    }
  });

  it('ends with a message if standard input has ended and there is no listener', async () => {
    const { child, said, ended } = await start({ terminal: false, redirectUri: elsewhere });
    child.stdin.end('\n');
    assert.equal(await ended, 3);
    assert.match(
      said.text,
      /xoauth2: Nothing was pasted\.[^]*xoauth2: Standard input ended before an address was pasted\./,
    );
    assert.equal(endpoint.requests.length, 0);
  });

  it('accepts a last line without a line break', async () => {
    const { child, said, ended, state } = await start({ terminal: false, redirectUri: elsewhere });
    child.stdin.end(`${elsewhere}?code=made-up&state=${state}`);
    assert.equal(await ended, 0, said.text);
  });

  it('waits for the browser if standard input has ended', async () => {
    const { child, said, ended, url, state } = await start({ terminal: false });
    child.stdin.end();
    const redirect = `${url.searchParams.get('redirect_uri') ?? ''}?code=made-up&state=${state}`;
    const page = await fetch(redirect);
    assert.match(await page.text(), /Signed in/);
    assert.equal(await ended, 0, said.text);
  });
});
