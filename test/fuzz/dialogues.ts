import assert from 'node:assert/strict';
import net, { type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { hostileText } from '../support/hostile-texts.js';
import { checkHostileLogin, credential, loginInput } from './login.js';

/** What a server says that accepts everything. */
const replies = {
  imap: [
    '* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2 AUTH=OAUTHBEARER] ready\r\n',
    'A1 OK done\r\n',
    '* 3 EXISTS\r\nA2 OK [READ-WRITE] selected\r\n',
  ],
  smtp: ['220 ready\r\n', '250-hello\r\n250 AUTH XOAUTH2 OAUTHBEARER\r\n', '235 2.7.0 accepted\r\n', '250 ok\r\n'],
  pop3: ['+OK ready\r\n', '+OK\r\nSASL XOAUTH2 OAUTHBEARER\r\n.\r\n', '+OK in\r\n', '+OK 0 0\r\n'],
};

const dialogue = fc.record({
  ...loginInput,
  /** How many replies are those of a server that accepts. */
  accepted: fc.nat(3),
  hostile: fc.oneof({ weight: 40, arbitrary: hostileText() }, { weight: 1, arbitrary: hostileText(1024 * 1024) }),
  isCut: fc.boolean(),
});

/** Gives so many dialogues a server that says right things first and hostile ones afterwards, then closes. */
export async function fuzzDialogues(inputs: number, seed?: number): Promise<void> {
  let accepted: readonly string[] = [];
  let hostile: readonly Buffer[] = [];
  /** What came on the last connection. */
  let received: string[] = [];
  const server = net.createServer((socket) => {
    socket.setNoDelay(true);
    const came: string[] = (received = []);
    const rest = [...accepted];
    const finish = ([piece, ...others]: readonly Buffer[]) => {
      if (piece === undefined) socket.end();
      else socket.write(piece, () => finish(others));
    };
    const next = () => {
      const reply = rest.shift();
      if (reply === undefined) finish(hostile);
      else socket.write(reply);
    };
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      came.push(chunk.toString('latin1'));
      if (!socket.writableEnded) next();
    });
    next();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const property = fc.asyncProperty(dialogue, async (input) => {
    accepted = replies[input.protocol].slice(0, input.accepted);
    const bytes = Buffer.from(input.hostile);
    const half = bytes.length >> 1;
    hostile = input.isCut ? [bytes.subarray(0, half), bytes.subarray(half)] : [bytes];
    const { outcome } = await checkHostileLogin(
      input,
      { port, security: 'none' },
      { server: { host: '127.0.0.1', port, security: 'none' }, allowPlaintext: true },
    );
    if (outcome === 'ok') assert.match(received.join(''), credential, 'a login takes a credential');
  });
  try {
    await fc.assert(property, { numRuns: inputs, ...(seed === undefined ? {} : { seed }) });
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
