import assert from 'node:assert/strict';
import net from 'node:net';
import { describeError } from '../../../src/diagnosis/describe-error.js';
import { discover } from '../../../src/oauth/discovery.js';
import { networkReason } from '../../../src/transport/network-reason.js';

describe('the reason why a server could not be reached', () => {
  /** What discovery says of a server that answers everything in one way. */
  async function reasonAt(scheme: 'http' | 'https', answer: (socket: net.Socket) => void): Promise<string> {
    const server = net.createServer((socket) => {
      socket.on('error', () => undefined);
      answer(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    try {
      return await discover(`${scheme}://127.0.0.1:${port}`, { timeoutMs: 5000 }).then(() => '', describeError);
    } finally {
      server.close();
    }
  }

  it('is a phrase, not an error of Node.js or OpenSSL', async () => {
    const greeting = (socket: net.Socket) => socket.end('* OK ready\r\n');
    assert.match(await reasonAt('http', greeting), /: it does not speak HTTP on this port\.$/);
    assert.match(await reasonAt('https', greeting), /: it does not speak TLS on this port\.$/);
    assert.match(
      await reasonAt('http', (socket) => void socket.once('data', () => socket.end())),
      /: it closed the connection\.$/,
    );
  });

  it('keeps OpenSSL’s reason for a handshake, without its numbers and files', () => {
    const message =
      '800C:error:0A000460:SSL routines:ssl3_read_bytes:tlsv1 alert no application protocol:../rec.c:1601:SSL';
    assert.equal(networkReason(new Error(message)), 'the TLS handshake failed (tlsv1 alert no application protocol)');
    assert.equal(networkReason(new Error('fetch failed', { cause: new Error('other') })), 'other');
  });
});
