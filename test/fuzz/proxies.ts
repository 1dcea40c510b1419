import assert from 'node:assert/strict';
import net, { type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { hostileText } from '../support/hostile-texts.js';
import { checkHostileLogin, credential, loginInput } from './login.js';

const password = 'Pr0xyCaNaRy-9mZ4';

const text = hostileText();
const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));

const answers = {
  http: fc.oneof(
    fc.tuple(fc.constantFrom(200, 407, 502, 100, 99), text, text).map(([status, words, rest]) => {
      return Buffer.from(`HTTP/1.1 ${status} ${words.replace(/[\r\n]/g, ' ')}\r\n${rest}\r\n\r\n${password}`);
    }),
    text.map((one) => Buffer.from(one)),
    bytes,
  ),
  socks5: fc.oneof(
    // A method, the outcome of the authentication, and a reply: RFC 1928 §3 and §6, RFC 1929 §2.
    fc
      .tuple(fc.constantFrom(0, 2, 255), fc.nat(255), bytes)
      .map(([method, status, rest]) =>
        Buffer.concat([Buffer.from([5, method]), Buffer.from([1, status]), Buffer.from([5, status, 0, 1]), rest]),
      ),
    bytes,
    text.map((one) => Buffer.from(one)),
  ),
};

const input = fc.oneof(
  fc.record({ kind: fc.constant('http' as const), answer: answers.http }),
  fc.record({ kind: fc.constant('socks5' as const), answer: answers.socks5 }),
);

/** Gives so many logins a proxy that answers anything, in one packet or octet by octet, and then closes. */
export async function fuzzProxies(inputs: number, seed?: number): Promise<void> {
  let answer = Buffer.alloc(0);
  let received: string[] = [];
  const proxy = net.createServer((socket) => {
    const came: string[] = (received = []);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      came.push(chunk.toString('latin1'));
      if (!socket.writableEnded) socket.end(answer);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;

  const property = fc.asyncProperty(fc.record(loginInput), input, async (login, { kind, answer: said }) => {
    answer = said;
    received = [];
    const result = await checkHostileLogin(
      login,
      { port: 993, security: 'tls' },
      { proxy: { kind, host: '127.0.0.1', port, user: 'carol-of-proxy', password } },
    );
    assert.equal(result.outcome, 'failed');
    assert.ok(!JSON.stringify(result).includes(password), 'the password of the proxy is not shown');
    assert.doesNotMatch(received.join(''), credential, 'a proxy gets no credential');
  });
  try {
    await fc.assert(property, { numRuns: inputs, ...(seed === undefined ? {} : { seed }) });
  } finally {
    proxy.close();
  }
}
