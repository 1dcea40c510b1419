import { performance } from 'node:perf_hooks';
import * as l10n from '@vscode/l10n';
import { SaslError } from '../../sasl/errors.js';
import { lintSaslString } from '../../sasl/lint.js';
import { encodeInitialResponse, mechanisms, type Mechanism, type MechanismChoice } from '../../sasl/mechanism.js';
import { Connection } from '../wire/connection.js';
import { Cancelled, MailError, Refused } from '../wire/errors.js';
import { ImapDialogue } from '../protocols/imap.js';
import { Pop3Dialogue } from '../protocols/pop3.js';
import { proxySecrets, proxyWords, type Proxy } from '../../transport/proxy.js';
import type { InitialResponse, MailTestReport, Verdict } from './result.js';
import { credentialShape, tokenShape, type Secret } from '../../transport/redactor.js';
import { asciiHost, isLoopbackHost, type MailServer, type Protocol, type ServerKnowledge } from '../wire/server.js';
import { Session } from '../protocols/session.js';
import { SmtpDialogue } from '../protocols/smtp.js';
import { stagesOf, type Findings } from './checks.js';
import { Steps } from '../wire/phases.js';
import { checkCa } from '../../transport/tls.js';
import { checkToken, readToken, type TokenCheck, type TokenFacts, type TokenKnowledge } from './token-check.js';
import { Transcript, type Step, type TranscriptEntry } from '../wire/transcript.js';

export type { FailureCode } from '../wire/errors.js';
export type { MailTestReport, ServerReply, Stage, StageResult, Verdict } from './result.js';
export type { TlsFacts } from '../../transport/tls.js';
export type { TokenFacts, TokenKnowledge } from './token-check.js';

/** How long the server's goodbye is waited for after the verdict, in ms. */
const logoutGrace = 500;

/** What a test needs. */
export interface MailTestOptions {
  readonly protocol: Protocol;
  readonly server: MailServer;
  /** `best` takes the best that the server offers. */
  readonly mechanism: MechanismChoice;
  readonly user: string;
  readonly accessToken: string;
  /** What is known of the token besides what it tells of itself. */
  readonly token?: TokenKnowledge;
  /** What is known of the server before it is asked. */
  readonly knowledge?: ServerKnowledge;
  /** Asks the server even where the token cannot be right by what is known. */
  readonly despiteToken?: boolean;
  /** Sends the credential on the command's line or on its own, whatever would be usual. */
  readonly form?: InitialResponse['form'];
  /** Sends the token without TLS to another machine, on the person's own word. */
  readonly allowPlain?: boolean;
  /** Certificates of authorities (PEM) that are trusted besides the usual ones. */
  readonly ca?: string;
  readonly proxy?: Proxy;
  /** The deadline of each step, in ms; 20 000 unless told. */
  readonly timeoutMs?: number;
  /** Ends the test, to the socket. */
  readonly signal?: AbortSignal;
  /** The clock that times are measured by, in ms; `performance.now` unless told. */
  readonly now?: () => number;
  /** The clock that the token's life is measured by, in ms since 1970; `Date.now` unless told. */
  readonly today?: () => number;
  /** Gives `onEntry` the credential as it is sent; the report never holds it. */
  readonly showSecrets?: boolean;
  /** Hears every line of the transcript as it is written. */
  readonly onEntry?: (entry: TranscriptEntry) => void;
  /** Hears that the connection is closed; the verdict does not wait for it. */
  readonly onClose?: () => void;
}

/**
 * Looks at the token and its string, logs in to a mail server and opens the mailbox. It never rejects for
 * what servers, networks and credentials do: the report says how it ended. The verdict does not wait for
 * the server's goodbye.
 */
export async function testMail(given: MailTestOptions): Promise<MailTestReport> {
  const options = { ...given, server: { ...given.server, host: asciiHost(given.server.host) } };
  const test = prepare(options);
  const { session, steps, connection, token, check } = test;
  try {
    if (check.failure !== undefined && options.despiteToken !== true) {
      throw new MailError(check.failure.code, check.failure.message);
    }
    if (test.fault !== undefined) throw test.fault;
    refusePlain(options);
    checkCa(options.ca);
    const dialogue = dialogueFor(options.protocol, session);
    await dialogue.run();
    steps.end('ok');
    dialogue.leave();
    const report = toReport(options, test, 'ok');
    void connection.linger(logoutGrace).then(options.onClose);
    return report;
  } catch (error) {
    connection.close();
    const report = failure(error, options, { ...test, token });
    options.onClose?.();
    return report;
  } finally {
    steps.dispose();
  }
}

interface Test {
  readonly session: Session;
  readonly steps: Steps;
  readonly connection: Connection;
  readonly token: TokenFacts;
  readonly check: TokenCheck;
  /** Why no string can be made of user and token. */
  readonly fault: MailError | undefined;
  readonly startedAt: number;
}

function prepare(options: MailTestOptions): Test {
  const { protocol, server, mechanism, user, accessToken, knowledge, proxy } = options;
  const startedAt = (options.today ?? Date.now)();
  const encoded = encodeCredentials(options);
  const credentials = encoded instanceof MailError ? undefined : encoded;
  const transcript = new Transcript({
    now: options.now ?? (() => performance.now()),
    showSecrets: options.showSecrets === true,
    secrets: [
      { text: accessToken, shown: tokenShape(accessToken) },
      ...Object.values(credentials ?? {}),
      ...proxySecrets(proxy),
    ],
    onEntry: options.onEntry,
  });
  const steps = new Steps(options.timeoutMs ?? 20_000, () => transcript.elapsed(), options.signal);
  const connection = new Connection({
    host: server.host,
    proxy,
    alpn: alpnNames[protocol],
    ca: options.ca,
    steps,
    transcript,
  });
  const none: Secret = { text: '', shown: '' };
  const session = new Session({
    connection,
    steps,
    transcript,
    server,
    knowledge,
    mechanism,
    user,
    credentials: credentials ?? { XOAUTH2: none, OAUTHBEARER: none },
    form: options.form,
  });
  const token = readToken(accessToken, options.token);
  const check = checkToken(token, { protocol, host: server.host, user, mechanism, knowledge, now: startedAt });
  if (check.failure !== undefined) transcript.note('token', check.failure.message);
  return {
    session,
    steps,
    connection,
    token,
    check,
    fault: encoded instanceof MailError ? encoded : undefined,
    startedAt,
  };
}

/** The registered names of RFC 7301's registry; SMTP has none. */
const alpnNames: Readonly<Record<Protocol, readonly string[]>> = { imap: ['imap'], pop3: ['pop3'], smtp: [] };

function encodeCredentials({ user, accessToken, server }: MailTestOptions): Record<Mechanism, Secret> | MailError {
  const parts = { user, accessToken, host: server.host, port: server.port };
  try {
    const secrets = mechanisms.map((mechanism) => {
      const text = encodeInitialResponse(mechanism, parts);
      const [fault] = lintSaslString(text).findings;
      if (fault !== undefined) throw new MailError('invalid-credential', fault.message);
      return [mechanism, { text, shown: credentialShape(mechanism, parts) }] as const;
    });
    return Object.fromEntries(secrets) as Record<Mechanism, Secret>;
  } catch (error) {
    if (error instanceof MailError) return error;
    if (error instanceof SaslError) {
      return new MailError(error.code === 'invalid-host' ? 'host-not-found' : 'invalid-credential', error.message, {
        cause: error,
      });
    }
    throw error;
  }
}

/** A bearer token goes over TLS only (RFC 6750 §5.2), or not over a network at all, or on the person's word. */
function refusePlain({ server: { security, host }, proxy, allowPlain }: MailTestOptions): void {
  // For a proxy `localhost` is the proxy's own machine.
  if (security !== 'none' || (isLoopbackHost(host) && proxy === undefined) || allowPlain === true) return;
  throw new MailError(
    'plain-refused',
    proxy === undefined
      ? l10n.t('Without TLS a token is sent to this machine only, and {0} is another.', host)
      : l10n.t('Without TLS a token is sent to this machine only, and not through a proxy.'),
  );
}

function dialogueFor(protocol: Protocol, session: Session): ImapDialogue | SmtpDialogue | Pop3Dialogue {
  switch (protocol) {
    case 'imap':
      return new ImapDialogue(session);
    case 'smtp':
      return new SmtpDialogue(session);
    case 'pop3':
      return new Pop3Dialogue(session);
  }
}

function failure(error: unknown, options: MailTestOptions, test: Test): MailTestReport {
  const { session, steps } = test;
  steps.end('failed');
  if (error instanceof Refused) {
    session.reply = error.reply;
    return toReport(options, test, 'refused');
  }
  if (error instanceof Cancelled) return toReport(options, test, 'cancelled');
  if (!(error instanceof MailError)) throw error;
  const { code, message } = error;
  return { ...toReport(options, test, 'failed'), failure: { code, message: session.transcript.redact(message) } };
}

function toReport(
  options: MailTestOptions,
  { session, token, check, fault, startedAt }: Test,
  verdict: Verdict,
): MailTestReport {
  const { protocol, server, user, knowledge, proxy } = options;
  const { reply, loginReply, challenge, tls, initialResponse, capabilities, steps, transcript } = session;
  const redact = (text: string) => transcript.redact(text);
  const failed = verdict === 'ok' ? undefined : failedStep(options, check, fault, steps);
  const findings: Findings = {
    protocol,
    server,
    mechanism: session.mechanism,
    user,
    verdict,
    token,
    startedAt,
    capabilities: capabilities.map(redact),
    steps: steps.times,
    transcript: transcript.entries,
    ms: transcript.elapsed(),
    ...(knowledge === undefined ? {} : { provider: knowledge.provider }),
    ...(failed === undefined ? {} : { failedStep: failed }),
    ...(reply === undefined ? {} : { reply: redactFields(reply, redact) }),
    ...(challenge === undefined ? {} : { challenge: redactFields(challenge, redact) }),
    ...(tls === undefined ? {} : { tls }),
    ...(initialResponse === undefined ? {} : { initialResponse }),
    ...(proxy === undefined ? {} : { proxy: proxyWords(proxy) }),
  };
  const stages = stagesOf(findings, { check, fault, loginReply }).map((stage) => ({
    ...stage,
    verdict: redact(stage.verdict),
  }));
  return { ...findings, stages };
}

function failedStep(
  { despiteToken }: MailTestOptions,
  check: TokenCheck,
  fault: MailError | undefined,
  steps: Steps,
): Step | undefined {
  if (check.failure !== undefined && despiteToken !== true) return 'token';
  if (fault !== undefined) return 'string';
  return steps.times.length === 0 ? undefined : steps.current;
}

/** What a server said, with the secrets taken out of each of its fields. */
function redactFields<T extends object>(said: T, redact: (text: string) => string): T {
  return Object.fromEntries(Object.entries(said).map(([name, text]) => [name, redact(text as string)])) as T;
}
