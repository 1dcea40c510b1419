import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { clientOfDocument, parseClientDocumentUrl } from '../../src/oauth/client-document.js';
import { OAuthError } from '../../src/oauth/errors.js';
import { startWorld, type StartedWorld } from '../support/invented-domains.js';

const redirectUri = 'http://127.0.0.1/';

describe('the client metadata document', function () {
  this.timeout(20_000);
  let world: StartedWorld;

  before(async () => {
    const shipped = JSON.parse(await readFile('media/client-metadata.json', 'utf8')) as Record<string, unknown>;
    world = await startWorld((origin) => {
      const page = (name: string, changes: object) => ({
        [`${origin}/${name}`]: { body: JSON.stringify({ ...shipped, client_id: `${origin}/${name}`, ...changes }) },
      });
      return {
        pages: {
          ...page('good.json', {}),
          ...page('other-id.json', { client_id: 'https://example.com/client.json' }),
          ...page('secret.json', { client_secret: 'x' }),
          ...page('redirect.json', { redirect_uris: ['https://example.com/'] }),
          [`${origin}/page.html`]: { body: '<html></html>' },
          [`${origin}/moved.json`]: { status: 301, headers: { location: `${origin}/good.json` } },
        },
      };
    }, []);
  });

  after(() => world.stop());

  const read = (name: string) => clientOfDocument(`${world.origin}/${name}`, redirectUri, { ca: world.ca });

  it('is accepted with its own URL as the client ID', async () => {
    assert.deepEqual(await read('good.json'), { clientId: `${world.origin}/good.json` });
  });

  const problems: readonly (readonly [name: string, message: RegExp])[] = [
    ['other-id.json', /must have exactly this address as its “client_id”/],
    ['secret.json', /contains a secret/],
    ['redirect.json', /does not list the redirect URI http:\/\/127\.0\.0\.1\//],
    ['page.html', /is not a client metadata document/],
    ['moved.json', /HTTP 301\. It must be served with 200 and no redirect/],
    ['missing.json', /HTTP 404/],
  ];
  for (const [name, message] of problems) {
    it(`reports ${name}`, async () => {
      await assert.rejects(read(name), (error: unknown) => {
        assert.ok(error instanceof OAuthError);
        assert.equal(error.code, 'bad-client-document');
        assert.match(error.message, message);
        return true;
      });
    });
  }

  for (const url of [
    'http://example.com/client.json',
    'https://example.com',
    'https://example.com/',
    'https://user@example.com/client.json',
    'https://example.com/client.json#x',
    'https://Example.com/client.json',
    'client.json',
  ]) {
    it(`cannot be at ${url}`, () => assert.throws(() => parseClientDocumentUrl(url), OAuthError));
  }
});
