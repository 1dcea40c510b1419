import * as v from 'valibot';
import { caseFields, parse, readKinds } from './kind-files.js';

const lines = v.union([v.string(), v.array(v.string())]);

const server = {
  protocol: v.picklist(['imap', 'smtp', 'pop3']),
  host: v.string(),
  port: v.number(),
  security: v.picklist(['tls', 'starttls', 'none']),
  user: v.string(),
  /** A kind of opaque token by name, or what a token consists of. */
  token: v.union([
    v.picklist(['google', 'microsoft', 'opaque']),
    v.strictObject({ text: v.string() }),
    v.strictObject({ jwt: v.record(v.string(), v.unknown()) }),
    v.strictObject({ encodedJwt: v.record(v.string(), v.unknown()) }),
  ]),
};

/** One turn of a server: what it sends when such a line has come. Without `expect` it is the greeting. */
const turn = v.strictObject({
  id: v.optional(v.string()),
  expect: v.optional(v.string()),
  /** `$tag` is the tag of IMAP’s last command, `$challenge` the case’s challenge in base64. */
  send: v.optional(lines),
  startTls: v.optional(v.boolean()),
  close: v.optional(v.boolean()),
});

export type Turn = v.InferOutput<typeof turn>;

const dialogues = v.record(v.string(), v.strictObject({ ...server, script: v.array(turn) }));

const mailCase = {
  ...caseFields,
  ...v.entriesFromObjects([v.partial(v.object(server))]),
  /** The dialogue that the case is a variation of. */
  server: v.string(),
  /** What the server says instead, by the turn; an empty list leaves the turn out, as a silent server does. */
  answers: v.optional(v.record(v.string(), v.union([lines, v.omit(turn, ['id', 'expect'])]))),
  challenge: v.optional(v.union([v.string(), v.record(v.string(), v.unknown())])),
  /** All turns, where the case has others than the dialogue. */
  script: v.optional(v.array(turn)),
  mechanism: v.optional(v.picklist(['XOAUTH2', 'OAUTHBEARER', 'best'])),
  form: v.optional(v.picklist(['inline', 'continuation'])),
  ehloName: v.optional(v.string()),
  allowPlaintext: v.optional(v.boolean()),
  /** SMTP: sends a message from the user to the user. */
  sendTestMessage: v.optional(v.boolean()),
  /** The server does not begin with TLS, whatever the client does. */
  plainServer: v.optional(v.boolean()),
  /** Milliseconds. */
  timeoutMs: v.optional(v.number()),
  /** Any refusal or failure by default. */
  outcome: v.optional(v.picklist(['ok', 'refused', 'failed', 'any'])),
  code: v.optional(v.string()),
  who: v.optional(v.picklist(['you', 'administrator', 'operator', 'nobody'])),
  confidence: v.optional(v.picklist(['certain', 'likely', 'possible'])),
  action: v.optional(v.string()),
};

type Server = v.InferOutput<v.StrictObjectSchema<typeof server, undefined>>;
type Kinds = ReturnType<typeof readKinds<typeof mailCase>>;

/** A case with its dialogue filled in. */
export type MailCase = Omit<Kinds[number]['cases'][number], keyof Server | 'server' | 'answers' | 'script'> &
  Server & { readonly script: readonly Turn[] };

/** The kinds of faults at mail servers. @throws {Error} a file has another form, or names an unknown dialogue or turn */
export function readMailKinds() {
  const servers = parse('mail-servers.json', dialogues);
  return readKinds('mail', mailCase).map(({ cases, ...kind }) => ({
    ...kind,
    cases: cases.map(({ server: name, answers = {}, ...own }) => {
      const dialogue = servers[name];
      if (dialogue === undefined) throw new Error(`${kind.file}: ${own.name}: no dialogue ${name}`);
      const script = varied(own.script ?? dialogue.script, answers);
      const unknown = Object.keys(answers).find((id) => !script.some((one) => one.id === id));
      if (unknown !== undefined) throw new Error(`${kind.file}: ${own.name}: no turn ${unknown}`);
      return { ...dialogue, ...own, script } as MailCase;
    }),
  }));
}

function varied(script: readonly Turn[], answers: Readonly<Record<string, Turn | string | string[]>>): readonly Turn[] {
  return script.map((one) => {
    const answer = answers[one.id ?? ''];
    if (answer === undefined) return one;
    return typeof answer === 'string' || Array.isArray(answer) ? { ...one, send: answer } : { ...one, ...answer };
  });
}

/** A made-up token of the case's shape, an hour before its end. */
export function accessTokenOf({ token }: Pick<MailCase, 'token'>): string {
  if (token === 'google') return `ya29.a0Af${'c'.repeat(200)}`;
  if (token === 'microsoft') return `EwB4A8l6BAAU${'b'.repeat(1000)}`;
  if (token === 'opaque') return `k7Qd${'e'.repeat(60)}`;
  if ('text' in token) return token.text;
  if ('jwt' in token) return jwt(token.jwt);
  return Buffer.from(jwt(token.encodedJwt)).toString('base64');
}

function jwt(claims: Readonly<Record<string, unknown>>): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = { iss: 'https://sts.example/', iat: now - 60, nbf: now - 60, exp: now + 3600, ...claims };
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ typ: 'JWT', alg: 'RS256', kid: 'example' })}.${encode(payload)}.${encode('no signature')}`;
}
