import assert from 'node:assert/strict';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import fc from 'fast-check';
import { QuickAuthority } from '../support/quick-authority.js';
import { hostileText } from '../support/hostile-texts.js';
import { accessToken, checkHostileLogin, credential, loginInput } from './login.js';

/** Without halves of characters, which no encoding of a certificate has. */
const text = hostileText().map((one) => Buffer.from(one).toString());
const bytes = fc.uint8Array({ maxLength: 200, size: 'max' }).map((array) => Buffer.from(array));

/** The header of a record (RFC 8446 §5.1) or of a handshake message in one, with a length that need not be true. */
const record = fc
  .tuple(fc.constantFrom(20, 21, 22, 23, 24), fc.constantFrom(0x301, 0x303, 0x304, 0x200), fc.nat(0xffff), bytes)
  .map(([type, version, length, body]) =>
    Buffer.concat([Buffer.from([type, version >> 8, version & 255, length >> 8, length & 255]), body]),
  );

const hostile = fc.oneof(
  /** Something else in place of a handshake. */
  fc.record({
    kind: fc.constant('garbage'),
    sent: fc.oneof(
      bytes,
      record,
      text.map((one) => Buffer.from(one)),
    ),
  }),
  /** A true handshake in which one octet is changed; it is cut off some octets later, or where the packet ends. */
  fc.record({
    kind: fc.constant('damaged'),
    at: fc.nat(1200),
    change: fc.integer({ min: 1, max: 255 }),
    after: fc.nat(500),
    maxVersion: fc.constantFrom('TLSv1.2', 'TLSv1.3'),
  }),
  /** A certificate of a trusted authority with hostile names. */
  fc.record({
    kind: fc.constant('named'),
    subject: fc.oneof(text, fc.constant(accessToken)),
    names: fc.array(fc.oneof(text, fc.constantFrom(accessToken, 'localhost', '*', 'localhost\u0000.example')), {
      minLength: 1,
      maxLength: 5,
    }),
  }),
);

type Hostile = typeof hostile extends fc.Arbitrary<infer T> ? T : never;

/** Gives so many logins a server that does not speak TLS, damages it, or has a certificate with hostile names. */
export async function fuzzTls(inputs: number, seed?: number): Promise<void> {
  const authority = await QuickAuthority.create();
  const { key, ca } = authority;
  const usual = await authority.certify('localhost', ['localhost']);
  let input: Hostile;
  let context: tls.SecureContext;
  /** What came on the last connection. */
  let received: string[] = [];

  const secured = tls.createServer({ SNICallback: (_, done) => done(null, context) }, (socket) => {
    socket.on('error', () => undefined);
    const came: string[] = (received = []);
    socket.on('data', (chunk: Buffer) => came.push(chunk.toString('latin1')));
    socket.end('* BYE no\r\n');
  });
  secured.on('tlsClientError', () => undefined);
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.setNoDelay(true);
    if (input.kind === 'garbage') {
      const { sent } = input;
      socket.once('data', () => socket.end(sent));
    } else if (input.kind === 'named') secured.emit('connection', socket);
    else damage(socket, input);
  });

  /** Passes on what the true server says, up to the damage and a little more. */
  function damage(client: net.Socket, { at, change, after }: Extract<Hostile, { kind: 'damaged' }>): void {
    const upstream = net.connect((secured.address() as AddressInfo).port, '127.0.0.1');
    let left = at;
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
    client.pipe(upstream);
    upstream.on('data', (chunk: Buffer) => {
      const octet = chunk[left];
      if (octet === undefined) client.write(chunk);
      else if (!client.writableEnded) {
        chunk[left] = octet ^ change;
        client.end(chunk.subarray(0, left + 1 + after));
      }
      left -= chunk.length;
    });
    upstream.on('end', () => client.end());
  }

  const listen = (one: net.Server) => new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
  await Promise.all([listen(server), listen(secured)]);
  const { port } = server.address() as AddressInfo;

  const property = fc.asyncProperty(fc.record(loginInput), hostile, async (login, next) => {
    input = next;
    received = [];
    const cert = input.kind === 'named' ? await authority.certify(input.subject, input.names) : usual;
    const maxVersion = input.kind === 'damaged' ? input.maxVersion : 'TLSv1.3';
    context = tls.createSecureContext({ key, cert, maxVersion });
    const { outcome, tls: info } = await checkHostileLogin(login, { port, security: 'tls' }, { ca });
    assert.notEqual(outcome, 'ok');
    assert.doesNotMatch(received.join(''), credential, 'a server that says no is sent no credential');
    if (input.kind === 'garbage') assert.equal(info, undefined, 'there was no TLS');
    if (input.kind === 'named' && !input.names.some((name) => ['localhost', '*'].includes(name.toLowerCase()))) {
      assert.equal(outcome, 'failed', 'a certificate of another name is refused');
    }
  });
  try {
    await fc.assert(property, { numRuns: inputs, ...(seed === undefined ? {} : { seed }) });
  } finally {
    // Neither of them hears of every connection that has ended in the middle of a handshake.
    server.close();
    secured.close();
  }
}
