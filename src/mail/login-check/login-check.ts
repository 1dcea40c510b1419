import { performance } from 'node:perf_hooks';
import * as l10n from '@vscode/l10n';
import { SaslError } from '../../sasl/errors.js';
import { lintSaslString } from '../../sasl/lint.js';
import { encodeInitialResponse, mechanisms, type Mechanism, type MechanismChoice } from '../../sasl/mechanism.js';
import { Connection } from '../wire/connection.js';
import { Cancelled, MailError, RefusedError } from '../wire/errors.js';
import { ImapDialogue } from '../protocols/imap.js';
import { Pop3Dialogue } from '../protocols/pop3.js';
import { proxySecrets, describeProxy, type Proxy } from '../../transport/proxy.js';
import type { InitialResponse, LoginCheckResult, Outcome } from './result.js';
import { redactedCredential, redactedToken, type Secret } from '../../transport/redactor.js';
import { asciiHost, isLoopbackHost, type MailServer, type Protocol, type ServerProfile } from '../wire/server.js';
import { Session } from '../protocols/session.js';
import { SmtpDialogue } from '../protocols/smtp.js';
import { resultsOfChecks, type Findings } from './checks.js';
import { Phases } from '../wire/phases.js';
import { checkCa } from '../../transport/tls.js';
import { checkToken, inspectToken, type TokenCheck, type TokenInfo, type TokenMetadata } from './token-check.js';
import { Transcript, type Phase, type TranscriptEntry } from '../wire/transcript.js';

export type { MailErrorCode } from '../wire/errors.js';
export type { LoginCheckResult, ServerReply, CheckName, CheckResult, Outcome } from './result.js';
export type { TlsInfo } from '../../transport/tls.js';
export type { TokenInfo, TokenMetadata } from './token-check.js';

/** How long the server's goodbye is waited for after the verdict, in ms. */
const closeTimeoutMs = 500;

/** What a test needs. */
export interface LoginCheckOptions {
  readonly protocol: Protocol;
  readonly server: MailServer;
  /** `best` takes the best that the server offers. */
  readonly mechanism: MechanismChoice;
  readonly user: string;
  readonly accessToken: string;
  /** What is known of the token besides what it tells of itself. */
  readonly token?: TokenMetadata;
  /** What is known of the server before it is asked. */
  readonly serverProfile?: ServerProfile;
  /** Asks the server even where the token cannot be right by what is known. */
  readonly skipTokenCheck?: boolean;
  /** Sends the credential on the command's line or on its own, whatever would be usual. */
  readonly form?: InitialResponse['form'];
  /** Sends the token without TLS to another machine, on the user's own word. */
  readonly allowPlaintext?: boolean;
  /** Certificates of authorities (PEM) that are trusted besides the usual ones. */
  readonly ca?: string;
  readonly proxy?: Proxy;
  /** The deadline of each phase, in ms; 20 000 unless told. */
  readonly timeoutMs?: number;
  /** Ends the test, to the socket. */
  readonly signal?: AbortSignal;
  /** The clock that times are measured by, in ms; `performance.now` unless told. */
  readonly monotonicNow?: () => number;
  /** The clock that the token's life is measured by, in ms since 1970; `Date.now` unless told. */
  readonly now?: () => number;
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
export async function checkLogin(given: LoginCheckOptions): Promise<LoginCheckResult> {
  const options = { ...given, server: { ...given.server, host: asciiHost(given.server.host) } };
  const test = prepare(options);
  const { session, phases, connection, token, check } = test;
  try {
    if (check.failure !== undefined && options.skipTokenCheck !== true) {
      throw new MailError(check.failure.code, check.failure.message);
    }
    if (test.problem !== undefined) throw test.problem;
    refusePlain(options);
    checkCa(options.ca);
    const dialogue = dialogueFor(options.protocol, session);
    await dialogue.run();
    phases.end('ok');
    dialogue.logout();
    const report = toReport(options, test, 'ok');
    void connection.waitForClose(closeTimeoutMs).then(options.onClose);
    return report;
  } catch (error) {
    connection.close();
    const report = failure(error, options, { ...test, token });
    options.onClose?.();
    return report;
  } finally {
    phases.dispose();
  }
}

interface Test {
  readonly session: Session;
  readonly phases: Phases;
  readonly connection: Connection;
  readonly token: TokenInfo;
  readonly check: TokenCheck;
  /** Why no string can be made of user and token. */
  readonly problem: MailError | undefined;
  readonly startedAt: number;
}

function prepare(options: LoginCheckOptions): Test {
  const { protocol, server, mechanism, user, accessToken, serverProfile: profile, proxy } = options;
  const startedAt = (options.now ?? Date.now)();
  const encoded = encodeCredentials(options);
  const credentials = encoded instanceof MailError ? undefined : encoded;
  const transcript = new Transcript({
    now: options.monotonicNow ?? (() => performance.now()),
    showSecrets: options.showSecrets === true,
    secrets: [
      { text: accessToken, placeholder: redactedToken(accessToken) },
      ...Object.values(credentials ?? {}),
      ...proxySecrets(proxy),
    ],
    onEntry: options.onEntry,
  });
  const phases = new Phases(options.timeoutMs ?? 20_000, () => transcript.elapsed(), options.signal);
  const connection = new Connection({
    host: server.host,
    proxy,
    alpn: alpnNames[protocol],
    ca: options.ca,
    phases,
    transcript,
  });
  const none: Secret = { text: '', placeholder: '' };
  const session = new Session({
    connection,
    phases,
    transcript,
    server,
    profile,
    mechanism,
    user,
    credentials: credentials ?? { XOAUTH2: none, OAUTHBEARER: none },
    form: options.form,
  });
  const token = inspectToken(accessToken, options.token);
  const check = checkToken(token, { protocol, host: server.host, user, mechanism, profile, now: startedAt });
  if (check.failure !== undefined) transcript.note('token', check.failure.message);
  return {
    session,
    phases,
    connection,
    token,
    check,
    problem: encoded instanceof MailError ? encoded : undefined,
    startedAt,
  };
}

/** The registered names of RFC 7301's registry; SMTP has none. */
const alpnNames: Readonly<Record<Protocol, readonly string[]>> = { imap: ['imap'], pop3: ['pop3'], smtp: [] };

function encodeCredentials({ user, accessToken, server }: LoginCheckOptions): Record<Mechanism, Secret> | MailError {
  const parts = { user, accessToken, host: server.host, port: server.port };
  try {
    const secrets = mechanisms.map((mechanism) => {
      const text = encodeInitialResponse(mechanism, parts);
      const [problem] = lintSaslString(text).findings;
      if (problem !== undefined) throw new MailError('invalid-credential', problem.message);
      return [mechanism, { text, placeholder: redactedCredential(mechanism, parts) }] as const;
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

/** A bearer token goes over TLS only (RFC 6750 §5.2), or not over a network at all, or on the user's word. */
function refusePlain({ server: { security, host }, proxy, allowPlaintext }: LoginCheckOptions): void {
  // For a proxy `localhost` is the proxy's own machine.
  if (security !== 'none' || (isLoopbackHost(host) && proxy === undefined) || allowPlaintext === true) return;
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

function failure(error: unknown, options: LoginCheckOptions, test: Test): LoginCheckResult {
  const { session, phases } = test;
  phases.end('failed');
  if (error instanceof RefusedError) {
    session.reply = error.reply;
    return toReport(options, test, 'refused');
  }
  if (error instanceof Cancelled) return toReport(options, test, 'cancelled');
  if (!(error instanceof MailError)) throw error;
  const { code, message } = error;
  return { ...toReport(options, test, 'failed'), failure: { code, message: session.transcript.redact(message) } };
}

function toReport(
  options: LoginCheckOptions,
  { session, token, check, problem, startedAt }: Test,
  outcome: Outcome,
): LoginCheckResult {
  const { protocol, server, user, serverProfile, proxy } = options;
  const { reply, loginReply, challenge, tls, initialResponse, capabilities, phases, transcript } = session;
  const redact = (text: string) => transcript.redact(text);
  const failed = outcome === 'ok' ? undefined : failedPhase(options, check, problem, phases);
  const findings: Findings = {
    protocol,
    server,
    mechanism: session.mechanism,
    user,
    outcome,
    token,
    startedAt,
    capabilities: capabilities.map(redact),
    phases: phases.times,
    transcript: transcript.entries,
    ms: transcript.elapsed(),
    ...(serverProfile === undefined ? {} : { provider: serverProfile.provider }),
    ...(failed === undefined ? {} : { failedPhase: failed }),
    ...(reply === undefined ? {} : { reply: redactFields(reply, redact) }),
    ...(challenge === undefined ? {} : { challenge: redactFields(challenge, redact) }),
    ...(tls === undefined ? {} : { tls }),
    ...(initialResponse === undefined ? {} : { initialResponse }),
    ...(proxy === undefined ? {} : { proxy: describeProxy(proxy) }),
  };
  const checks = resultsOfChecks(findings, { check, problem, loginReply }).map((check) => ({
    ...check,
    summary: redact(check.summary),
  }));
  return { ...findings, checks };
}

function failedPhase(
  { skipTokenCheck }: LoginCheckOptions,
  check: TokenCheck,
  problem: MailError | undefined,
  phases: Phases,
): Phase | undefined {
  if (check.failure !== undefined && skipTokenCheck !== true) return 'token';
  if (problem !== undefined) return 'string';
  return phases.times.length === 0 ? undefined : phases.current;
}

/** What a server said, with the secrets taken out of each of its fields. */
function redactFields<T extends object>(said: T, redact: (text: string) => string): T {
  return Object.fromEntries(Object.entries(said).map(([name, text]) => [name, redact(text as string)])) as T;
}
