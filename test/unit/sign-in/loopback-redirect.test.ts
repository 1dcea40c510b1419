import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { OAuthError } from '../../../src/oauth/errors.js';
import { LoopbackRedirect } from '../../../src/sign-in/loopback-redirect.js';

const authorizationUrl =
  'https://login.example.com/authorize?redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fcb%3Fa%3D1%26b%3D2&login_hint=user%2Btag%40example.com';

describe('LoopbackRedirect', () => {
  let loopback: LoopbackRedirect;
  let completed: URLSearchParams[];

  const serve = (ok = true) =>
    loopback.serve({
      state: 'expected',
      authorizationUrl,
      complete: (response) => {
        completed.push(response);
        return Promise.resolve({ ok, title: 'Signed in <b>', text: 'Close this page.', editorUri: 'vscode://a.b/c?"' });
      },
    });

  beforeEach(async () => {
    completed = [];
    loopback = await LoopbackRedirect.listen('http://127.0.0.1/callback');
  });

  afterEach(() => loopback.close());

  it('listens on a free port of 127.0.0.1 and keeps the path', () => {
    assert.match(loopback.redirectUri, /^http:\/\/127\.0\.0\.1:\d+\/callback$/);
  });

  it('redirects the browser to the unchanged authorization URL', async () => {
    serve();
    const response = await fetch(loopback.startUrl, { redirect: 'manual' });
    assert.equal(response.status, 302);
    assert.equal(response.headers.get('location'), authorizationUrl);
  });

  it('passes on the redirect and shows the page with every text escaped', async () => {
    serve();
    const response = await fetch(`${loopback.redirectUri}?code=4%2F0A%2Bb&state=expected`);
    const page = await response.text();
    assert.equal(response.status, 200);
    assert.equal(completed[0]?.get('code'), '4/0A+b');
    assert.match(page, /Signed in &#60;b&#62;/);
    assert.match(page, /href="vscode:\/\/a\.b\/c\?&#34;"/);
    assert.doesNotMatch(page, /<script/);
    assert.equal(response.headers.get('cache-control'), 'no-store');
  });

  it('accepts an error like a code', async () => {
    serve(false);
    const response = await fetch(`${loopback.redirectUri}?error=access_denied&state=expected`);
    assert.equal(response.status, 400);
    assert.equal(completed[0]?.get('error'), 'access_denied');
  });

  it('ignores another state, a second redirect, another path, method or host name', async () => {
    serve();
    assert.equal((await fetch(`${loopback.redirectUri}?code=x&state=other`)).status, 400);
    assert.equal((await fetch(`${loopback.redirectUri}?code=x`)).status, 400);
    assert.equal((await fetch(new URL('/favicon.ico', loopback.redirectUri))).status, 404);
    assert.equal((await fetch(`${loopback.redirectUri}?state=expected`, { method: 'POST' })).status, 400);
    assert.equal(await statusWithHost(`${loopback.redirectUri}?code=x&state=expected`, 'evil.example.com'), 404);
    assert.equal(completed.length, 0);
    assert.equal((await fetch(`${loopback.redirectUri}?code=x&state=expected`)).status, 200);
    assert.equal(completed.length, 1);
  });

  it('serves the same page to a repeated request, and uses the redirect once', async () => {
    const work = new EventEmitter();
    let uses = 0;
    loopback.serve({
      state: 'expected',
      authorizationUrl,
      complete: async () => {
        uses++;
        work.emit('begun');
        await once(work, 'finish');
        return { ok: true, title: 'Signed in', text: 'Close this page.' };
      },
    });
    const begun = once(work, 'begun');
    const first = fetch(`${loopback.redirectUri}?code=x&state=expected`);
    await begun;
    const second = fetch(`${loopback.redirectUri}?code=x&state=expected`);
    // A request behind the second one has been answered, so the second one waits.
    await fetch(new URL('/favicon.ico', loopback.redirectUri));
    work.emit('finish');
    const pages = await Promise.all([first, second].map(async (page) => (await page).text()));
    for (const page of pages) assert.match(page, /Signed in/);
    assert.equal(uses, 1);
  });

  it('accepts a form post with the same checks', async () => {
    serve();
    const post = (body: string) =>
      fetch(loopback.redirectUri, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
    assert.equal((await post('code=x&state=other')).status, 400);
    assert.equal((await post(`code=${'x'.repeat(70_000)}&state=expected`)).status, 413);
    assert.equal(completed.length, 0);
    assert.equal((await post('code=4%2F0A&state=expected')).status, 200);
    assert.equal(completed[0]?.get('code'), '4/0A');
  });

  it('reports an error without state once, and keeps waiting', async () => {
    const told: OAuthError[] = [];
    loopback.serve({
      state: 'expected',
      authorizationUrl,
      complete: () => Promise.resolve({ ok: true, title: 'Signed in', text: 'Close this page.' }),
      onStrayError: (error) => told.push(error),
    });
    for (let visit = 0; visit < 2; visit++) {
      const stray = await fetch(`${loopback.redirectUri}?error=access_denied&error_description=declined%3Cb%3E`);
      assert.equal(stray.status, 400);
      assert.match(await stray.text(), /declined&#60;b&#62;/);
    }
    assert.deepEqual(
      told.map(({ serverError }) => serverError),
      ['access_denied'],
    );
    assert.equal((await fetch(`${loopback.redirectUri}?code=x&state=expected`)).status, 200);
  });

  it('explains a response after “#”, which browsers do not send', async () => {
    serve();
    assert.match(await (await fetch(loopback.redirectUri)).text(), /copy the whole address/);
  });

  it('is not used up by a prefetch', async () => {
    serve();
    const redirect = `${loopback.redirectUri}?code=x&state=expected`;
    for (const headers of [{ 'sec-purpose': 'prefetch;prerender' }, { purpose: 'prefetch' }, { 'x-moz': 'prefetch' }]) {
      assert.equal((await fetch(redirect, { headers })).status, 503);
    }
    assert.equal((await fetch(redirect, { method: 'HEAD' })).status, 200);
    assert.equal((await fetch(redirect, { method: 'PUT' })).status, 404);
    assert.equal(completed.length, 0);
    assert.equal((await fetch(redirect)).status, 200);
    assert.equal(completed.length, 1);
  });

  it('serves its page again after the sign-in, for a second redirect, a reload and a prefetch', async () => {
    serve();
    const redirect = `${loopback.redirectUri}?code=x&state=expected`;
    assert.equal((await fetch(redirect)).status, 200);
    loopback.linger();
    for (const init of [{}, { headers: { 'sec-purpose': 'prefetch' } }, {}]) {
      const again = await fetch(redirect, init);
      assert.equal(again.status, 200);
      assert.match(await again.text(), /Signed in/);
    }
    assert.equal((await fetch(redirect, { method: 'HEAD' })).status, 200);
    assert.equal((await fetch(`${loopback.redirectUri}?code=x&state=other`)).status, 400);
    assert.equal(completed.length, 1);
    loopback.close();
    await assert.rejects(fetch(redirect));
  });

  it('releases its port to the next sign-in while it only serves its page', async () => {
    loopback.linger();
    const next = await LoopbackRedirect.listen(loopback.redirectUri);
    assert.equal(next.redirectUri, loopback.redirectUri);
    next.close();
  });

  it('keeps the registered port, including 80, and the exact redirect URI', async function () {
    const port80 = await LoopbackRedirect.listen('http://127.0.0.1:80').catch((error: unknown) => error);
    if (!(port80 instanceof LoopbackRedirect)) {
      // Not every system lets every user have it.
      assert.match(
        String(port80),
        /127\.0\.0\.1:80: (?:the address is already in use|the operating system does not allow)/,
      );
      this.skip();
    }
    try {
      assert.equal(port80.redirectUri, 'http://127.0.0.1:80');
      port80.serve({
        state: 's',
        authorizationUrl,
        complete: () => Promise.resolve({ ok: true, title: 'T', text: '' }),
      });
      assert.equal((await fetch('http://127.0.0.1/?code=x&state=s')).status, 200);
    } finally {
      port80.close();
    }
  });

  it('closes idle and incomplete connections when it is closed, and delivers the page', async () => {
    const work = new EventEmitter();
    loopback.serve({
      state: 'expected',
      authorizationUrl,
      complete: async () => {
        work.emit('begun');
        await once(work, 'finish');
        return { ok: true, title: 'Signed in', text: 'Close this page.' };
      },
    });
    const open = async (text: string) => {
      const socket = net.connect(Number(new URL(loopback.redirectUri).port), '127.0.0.1');
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      if (text !== '') socket.write(text);
      return socket;
    };
    const idle = [await open(''), await open('GET /callback HTTP/1.1\r\nHost: 127.0.0.1')];
    const begun = once(work, 'begun');
    const page = fetch(`${loopback.redirectUri}?code=x&state=expected`);
    await begun;
    loopback.close();
    await Promise.all(idle.map((socket) => once(socket, 'close')));
    work.emit('finish');
    assert.match(await (await page).text(), /Signed in/);
  });

  it('keeps a registered redirect URI without a path', async () => {
    const pathless = await LoopbackRedirect.listen('http://localhost');
    pathless.close();
    assert.match(pathless.redirectUri, /^http:\/\/localhost:\d+$/);
  });

  it('reports an invalid redirect URI and a port in use', async () => {
    for (const uri of ['https://127.0.0.1/', 'http://192.0.2.1/', 'http://127.0.0.1/?a=b', 'nonsense']) {
      await assert.rejects(
        LoopbackRedirect.listen(uri),
        (error: unknown) => error instanceof OAuthError && error.code === 'bad-endpoint',
      );
    }
    await assert.rejects(
      LoopbackRedirect.listen(loopback.redirectUri),
      (error: unknown) =>
        error instanceof OAuthError &&
        error.code === 'listen-failed' &&
        error.message.includes('the address is already in use'),
    );
  });
});

function statusWithHost(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    http.get(url, { headers: { host } }, (response) => resolve(response.resume().statusCode)).on('error', reject);
  });
}
