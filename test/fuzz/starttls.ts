import assert from 'node:assert/strict';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import fc from 'fast-check';
import { QuickAuthority } from '../support/quick-authority.js';
import { hostileText } from '../support/hostile-texts.js';
import { checkHostileLogin, credential, loginInput } from './login.js';

/** What a server says until TLS begins; the last reply is the go-ahead. */
const beforeTls = {
  imap: ['* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n', 'A1 OK go ahead\r\n'],
  smtp: ['220 ready\r\n', '250-hello\r\n250 STARTTLS\r\n', '220 go ahead\r\n'],
  pop3: ['+OK ready\r\n', '+OK\r\nSTLS\r\n.\r\n', '+OK go ahead\r\n'],
};

/** What a server says afterwards that accepts everything. */
const withinTls = {
  imap: [
    '* CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2 AUTH=OAUTHBEARER\r\nA2 OK\r\n',
    'A3 OK done\r\n',
    '* 3 EXISTS\r\nA4 OK selected\r\n',
  ],
  smtp: ['250-hello\r\n250 AUTH XOAUTH2 OAUTHBEARER\r\n', '235 2.7.0 accepted\r\n', '250 ok\r\n'],
  pop3: ['+OK\r\nSASL XOAUTH2 OAUTHBEARER\r\n.\r\n', '+OK in\r\n', '+OK 0 0\r\n'],
};

const dialogue = fc.record({
  ...loginInput,
  /** How many replies before TLS are right; with all of them there is a handshake. */
  right: fc.nat(4),
  /** What comes in place of the next reply. */
  hostile: hostileText(),
  /** What comes in one packet with the go-ahead. */
  company: fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 1, arbitrary: hostileText() }),
  isTrusted: fc.boolean(),
  /** How many replies after TLS are right. */
  rightWithin: fc.nat(3),
  hostileWithin: hostileText(),
});

type Dialogue = typeof dialogue extends fc.Arbitrary<infer T> ? T : never;

/** Gives so many dialogues a server that speaks STARTTLS, rightly up to some point. */
export async function fuzzStartTls(inputs: number, seed?: number): Promise<void> {
  const [authority, stranger] = await Promise.all([QuickAuthority.create(), QuickAuthority.create()]);
  const contextOf = async (one: QuickAuthority) =>
    tls.createSecureContext({ key: one.key, cert: await one.certify('localhost', ['localhost']) });
  const [trusted, untrusted] = await Promise.all([contextOf(authority), contextOf(stranger)]);
  let input: Dialogue;
  /** What came on the last connection. */
  let received = { inTheClear: '', withinTls: '' };

  const server = net.createServer((plain) => {
    plain.setNoDelay(true);
    plain.on('error', () => undefined);
    const came = (received = { inTheClear: '', withinTls: '' });
    const before = beforeTls[input.protocol];
    let count = 0;
    const upgrade = () => {
      plain.removeAllListeners('data');
      const secureContext = input.isTrusted ? trusted : untrusted;
      const secure = new tls.TLSSocket(plain, { isServer: true, secureContext });
      const rest = withinTls[input.protocol].slice(0, input.rightWithin);
      secure.on('error', () => plain.destroy());
      secure.on('data', (chunk: Buffer) => {
        came.withinTls += chunk.toString('latin1');
        const reply = rest.shift();
        if (reply !== undefined) secure.write(reply);
        else if (!secure.writableEnded) secure.end(input.hostileWithin);
      });
    };
    const next = () => {
      const reply = count < input.right ? before[count++] : undefined;
      if (reply === undefined) plain.end(input.hostile);
      else if (count < before.length) plain.write(reply);
      else plain.write(reply + input.company, upgrade);
    };
    plain.on('data', (chunk: Buffer) => {
      came.inTheClear += chunk.toString('latin1');
      if (!plain.writableEnded) next();
    });
    next();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const property = fc.asyncProperty(dialogue, async (next) => {
    input = next;
    const { outcome } = await checkHostileLogin(input, { port, security: 'starttls' }, { ca: authority.ca });
    assert.doesNotMatch(received.inTheClear, credential, 'no credential in the clear');
    if (!input.isTrusted) assert.equal(received.withinTls, '', 'nothing to a server that is not trusted');
    if (input.company !== '') assert.equal(received.withinTls, '', 'nothing where the go-ahead had company');
    if (outcome === 'ok') assert.match(received.withinTls, credential, 'a login takes a credential');
  });
  try {
    await fc.assert(property, { numRuns: inputs, ...(seed === undefined ? {} : { seed }) });
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
