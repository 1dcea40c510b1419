import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** Hosts the extension's relay page as a user would, with the origin of an editor in the browser named in it. */
export async function startRelay(editorOrigin: () => string) {
  const server = http.createServer((_request, response) => {
    const page = readFileSync('media/relay.html', 'utf8').replace(
      'name="editor-origins" content=""',
      `name="editor-origins" content="${editorOrigin()}"`,
    );
    response.writeHead(200, { 'content-type': 'text/html' }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/relay.html`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
