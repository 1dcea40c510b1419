import assert from 'node:assert/strict';
import net, { type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { diagnose } from '../../src/diagnosis/diagnosis.js';
import { checkLogin } from '../../src/mail/login-check/login-check.js';
import { reportDocument } from '../../src/report/markdown.js';
import { hostileText } from '../support/hostile-texts.js';

const accessToken = `ya29.CaNaRy${'q7Zk'.repeat(20)}`;

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

/** Controls other than a line break, and what turns the direction of a text. */
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

const dialogue = fc.record({
  protocol: fc.constantFrom('imap', 'smtp', 'pop3'),
  mechanism: fc.constantFrom('XOAUTH2', 'OAUTHBEARER', 'best'),
  form: fc.constantFrom('inline', 'continuation'),
  /** How many replies are those of a server that accepts. */
  accepted: fc.nat(3),
  hostile: fc.oneof({ weight: 40, arbitrary: hostileText() }, { weight: 1, arbitrary: hostileText(1024 * 1024) }),
  isCut: fc.boolean(),
});

/** Gives so many dialogues a server that says right things first and hostile ones afterwards, then closes. */
export async function fuzzDialogues(inputs: number, seed?: number): Promise<void> {
  let accepted: readonly string[] = [];
  let hostile: readonly Buffer[] = [];
  let received = '';
  const server = net.createServer((socket) => {
    socket.setNoDelay(true);
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
      received += chunk.toString('latin1');
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
    received = '';
    const result = await checkLogin({
      protocol: input.protocol,
      server: { host: '127.0.0.1', port, security: 'none' },
      mechanism: input.mechanism,
      form: input.form,
      user: 'alice@example.com',
      accessToken,
      allowPlaintext: true,
      timeoutMs: 3000,
    });
    const shown = [JSON.stringify(result), JSON.stringify(diagnose(result)), reportDocument(result, [])].join();
    assert.ok(!shown.toLowerCase().includes(accessToken.toLowerCase()), 'the token is not shown');
    assert.doesNotMatch(result.transcript.map(({ text }) => text).join(''), control, 'no control in the transcript');
    const texts = [result.reply?.text, result.challenge?.text, ...result.capabilities].join('\n');
    assert.doesNotMatch(texts, control, 'no control in a field');
    if (result.outcome === 'ok') assert.match(received, /dXNlcj1|bixhPW/, 'a login takes a credential');
  });
  try {
    await fc.assert(property, { numRuns: inputs, ...(seed === undefined ? {} : { seed }) });
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
