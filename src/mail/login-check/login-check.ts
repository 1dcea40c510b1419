import { performance } from 'node:perf_hooks';
import * as l10n from '@vscode/l10n';
import { defined } from '../../common/defined.js';
import { MailOAuthError } from '../../common/errors.js';
import type { ServerProfile } from '../../providers/server-profile.js';
import { challengeInReply } from '../../sasl/challenge.js';
import type { Mechanism, MechanismChoice } from '../../sasl/mechanism.js';
import { checkCa } from '../../transport/ca-file.js';
import type { TransportError } from '../../transport/errors.js';
import { asciiHost, isLoopbackHost } from '../../transport/host.js';
import { describeProxy, proxySecrets, type Proxy } from '../../transport/proxy.js';
import { redactedToken, type Secret } from '../../transport/redactor.js';
import { safeText, type Safe } from '../../transport/safe-text.js';
import type { SessionResult } from '../protocols/session.js';
import { parseEhloName } from '../wire/ehlo-name.js';
import { MailError, RefusedError } from '../wire/errors.js';
import { Phases, type Phase } from '../wire/phases.js';
import type { InitialResponse, ServerReply } from '../wire/reply.js';
import type { MailServer, Protocol } from '../wire/server.js';
import { Transcript, type TranscriptEntry } from '../wire/transcript.js';
import { summarizeChecks } from './checks.js';
import { attemptLogin, type LoginAttempt } from './login-attempt.js';
import { encodeCredentials, noCredentials } from './credentials.js';
import type { LoginCheckResult, LoginFailureCode, Outcome } from './result.js';
import { checkToken, type TokenCheck } from './token-check.js';
import { inspectToken, type TokenInfo, type TokenMetadata } from './token-info.js';

/** How long the server's goodbye is waited for after the outcome, in ms. */
const closeTimeoutMs = 500;

/** The most capabilities that a result lists. Servers have some dozens. */
const maximumCapabilities = 500;

/** The most of a reply that a result holds, in characters; the transcript has all of it. */
const longestReply = 10_000;

/** What a login check needs. */
export interface LoginCheckOptions {
  readonly protocol: Protocol;
  readonly server: MailServer;
  /** `best` takes the best that the server offers. */
  readonly mechanism: MechanismChoice;
  readonly user: string;
  readonly accessToken: string;
  /** What is known of the token besides what it says itself. */
  readonly token?: TokenMetadata | undefined;
  /** What is known of the server before it is asked. */
  readonly serverProfile?: ServerProfile | undefined;
  /** Sends one message from the user to the user, by SMTP: some servers check the right to send only then. */
  readonly sendTestMessage?: boolean | undefined;
  /** Asks the server even where the token cannot be right by what is known. */
  readonly skipTokenCheck?: boolean | undefined;
  /** Sends the credential on the line of the command or on a separate one, whatever would be usual. */
  readonly form?: InitialResponse['form'] | undefined;
  /**
   * Tries the other form once, on a new connection, where the server rejects the usual one before it looks at the
   * credential; true by default, and without effect where `form` is given.
   */
  readonly tryOtherForm?: boolean | undefined;
  /**
   * The name that SMTP's EHLO gives: a domain, or an address literal such as `[192.0.2.1]`. By default the machine's own
   * name if it is fully qualified, else the address of the connection's own end (RFC 5321 §4.1.4).
   */
  readonly ehloName?: string | undefined;
  /** Sends the token without TLS to another machine; the user has agreed. */
  readonly allowPlaintext?: boolean | undefined;
  /** Certificates of authorities (PEM) that are trusted besides the usual ones. */
  readonly ca?: string | undefined;
  readonly proxy?: Proxy | undefined;
  /** The time limit of each phase, in ms; 20 000 by default. */
  readonly timeoutMs?: number | undefined;
  /** Ends the check, to the socket. */
  readonly signal?: AbortSignal | undefined;
  /** The clock for durations, in ms; `performance.now` by default. */
  readonly monotonicNow?: (() => number) | undefined;
  /** The clock for the token's life and the date of a message, in ms since 1970; `Date.now` by default. */
  readonly now?: (() => number) | undefined;
  /** Gives `onEntry` the credential as it is sent; the result never holds it. */
  readonly showSecrets?: boolean | undefined;
  /** Hears every line of the transcript as it is written. */
  readonly onEntry?: ((entry: TranscriptEntry) => void) | undefined;
  /** Hears that the connection is closed; the result does not wait for it. Without it the process may end earlier. */
  readonly onClose?: (() => void) | undefined;
}

/**
 * Checks the token and its string, logs in to a mail server and opens the mailbox. It never rejects for what
 * servers, networks and credentials do: the result says how it ended. The result does not wait for the
 * server's goodbye.
 */
export async function checkLogin(given: LoginCheckOptions): Promise<LoginCheckResult> {
  const options = { ...given, server: { ...given.server, host: asciiHost(given.server.host) } };
  const check = prepare(options);
  const { phases } = check;
  try {
    requireUsable(options, check);
    const { client, connection, ...attempt } = await logIn(options, check);
    const result = toResult(options, check, attempt);
    if (result.outcome === 'ok') {
      client.logout();
      if (options.onClose === undefined) connection.end(closeTimeoutMs);
      else void connection.waitForClose(closeTimeoutMs).then(options.onClose);
    } else {
      connection.close();
      options.onClose?.();
    }
    // The transcript is shared, so that it holds the logout too.
    return result;
  } catch (error) {
    if (!(error instanceof MailOAuthError)) throw error;
    options.onClose?.();
    return toResult(options, check, { session: { ...nothingFound(options), error }, rejectedForms: [] });
  } finally {
    phases.dispose();
  }
}

interface PreparedCheck {
  readonly credentials: Readonly<Record<Mechanism, Secret>>;
  readonly phases: Phases;
  readonly transcript: Transcript;
  readonly token: TokenInfo;
  readonly tokenCheck: TokenCheck;
  /** Why no string can be made of user and token. */
  readonly credentialError: MailError | TransportError | undefined;
  readonly startedAt: number;
}

function prepare(options: LoginCheckOptions): PreparedCheck {
  const { protocol, server, mechanism, user, accessToken, serverProfile: profile, proxy } = options;
  const startedAt = (options.now ?? Date.now)();
  const encoded = encodeCredentials({ user, accessToken, host: server.host, port: server.port });
  const credentialError = encoded instanceof MailOAuthError ? encoded : undefined;
  const credentials = encoded instanceof MailOAuthError ? noCredentials : encoded;
  const transcript = new Transcript({
    now: options.monotonicNow ?? (() => performance.now()),
    showSecrets: options.showSecrets === true,
    secrets: [
      { text: accessToken, placeholder: redactedToken(accessToken) },
      ...Object.values(credentials),
      ...proxySecrets(proxy),
    ],
    onEntry: options.onEntry,
  });
  const phases = new Phases(options.timeoutMs ?? 20_000, () => transcript.elapsed(), options.signal);
  const token = inspectToken(accessToken, options.token);
  const tokenCheck = checkToken(token, { protocol, host: server.host, user, mechanism, profile, now: startedAt });
  if (tokenCheck.failure !== undefined) transcript.note('token', tokenCheck.failure.message);
  return { credentials, phases, transcript, token, tokenCheck, credentialError, startedAt };
}

function logIn(options: LoginCheckOptions, { credentials, phases, transcript }: PreparedCheck): Promise<LoginAttempt> {
  const { protocol, server, mechanism, user, form, ehloName, ca, proxy, serverProfile, signal } = options;
  return attemptLogin({
    protocol,
    server,
    mechanism,
    user,
    credentials,
    form,
    tryOtherForm: options.tryOtherForm ?? true,
    ehloName,
    sendTestMessage: options.sendTestMessage === true,
    now: options.now ?? Date.now,
    separatePop3Credential: serverProfile?.separatePop3Credential === true ? serverProfile.provider : undefined,
    proxy,
    ca,
    phases,
    transcript,
    signal,
  });
}

/** Throws what keeps a check from being worth a connection. @throws {MailError} {TransportError} */
function requireUsable(options: LoginCheckOptions, { tokenCheck, credentialError }: PreparedCheck): void {
  if (tokenCheck.failure !== undefined && options.skipTokenCheck !== true) {
    throw new MailError(tokenCheck.failure.code, tokenCheck.failure.message);
  }
  if (credentialError !== undefined) throw credentialError;
  refusePlaintext(options);
  checkCa(options.ca);
  if (options.protocol === 'smtp' && options.ehloName !== undefined) parseEhloName(options.ehloName);
}

/** A bearer token is sent over TLS (RFC 6750 §5.2), or not over a network at all, or where the user has agreed. */
function refusePlaintext({ server: { security, host }, proxy, allowPlaintext }: LoginCheckOptions): void {
  // For a proxy `localhost` is the proxy's own machine.
  if (security !== 'none' || (isLoopbackHost(host) && proxy === undefined) || allowPlaintext === true) return;
  throw new MailError(
    'plain-refused',
    proxy === undefined
      ? l10n.t('Refusing to send a token to {0} without TLS.', host)
      : l10n.t('Refusing to send a token through a proxy without TLS.'),
  );
}

function nothingFound({ mechanism }: LoginCheckOptions): SessionResult {
  return {
    mechanism,
    capabilities: [],
    tls: undefined,
    initialResponse: undefined,
    rejectedForm: undefined,
    phase: undefined,
    challenge: undefined,
    ehloName: undefined,
    loginReply: undefined,
    mailboxReply: undefined,
    reply: undefined,
  };
}

function toResult(
  options: LoginCheckOptions,
  check: PreparedCheck,
  { session, rejectedForms }: Pick<LoginAttempt, 'session' | 'rejectedForms'>,
): LoginCheckResult {
  const { protocol, server, user, serverProfile, proxy } = options;
  const { phases, transcript, token, startedAt, tokenCheck, credentialError } = check;
  const { outcome, failure } = judge(options, session);
  phases.end(outcome === 'ok' ? 'ok' : 'failed');
  const redact = (text: string) => transcript.redact(text);
  const safe = (reply: ServerReply | undefined) => (reply === undefined ? undefined : safeFields(reply, redact));
  const challenge =
    session.challenge ?? (session.phase === 'authenticate' ? challengeInReply(session.reply?.text ?? '') : undefined);
  const found = {
    protocol,
    server,
    mechanism: session.mechanism,
    user,
    outcome,
    token,
    startedAt,
    capabilities: session.capabilities
      .slice(0, maximumCapabilities)
      .map((line) => safeText(line, { redact, limit: longestReply })),
    rejectedForms: rejectedForms.map((rejected) => ({
      ...rejected,
      line: safeText(rejected.line, { redact, limit: longestReply }),
    })),
    serverWords: transcript.words,
    phases: phases.timings,
    transcript: transcript.entries,
    ms: transcript.elapsed(),
    ...defined({
      provider: serverProfile?.provider,
      failure,
      failedPhase: outcome === 'ok' ? undefined : failedPhase(options, check, session),
      reply: safe(session.reply),
      challenge: challenge === undefined ? undefined : safeFields(challenge, redact),
      ehloName: session.ehloName,
      tls: session.tls,
      initialResponse: session.initialResponse,
      acceptedForm: acceptedForm(session),
      proxy: proxy === undefined ? undefined : describeProxy(proxy),
    }),
  };
  return {
    ...found,
    checks: summarizeChecks(found, {
      tokenCheck,
      credentialError,
      loginReply: safe(session.loginReply),
      mailboxReply: safe(session.mailboxReply),
      wantsMessage: protocol === 'smtp' && options.sendTestMessage === true,
    }),
  };
}

/** The form in which the server has looked at a credential, whether it accepted it or not. */
function acceptedForm({ initialResponse, loginReply, challenge }: SessionResult): InitialResponse['form'] | undefined {
  return loginReply === undefined && challenge === undefined ? undefined : initialResponse?.form;
}

function judge(
  { signal }: LoginCheckOptions,
  session: SessionResult,
): { readonly outcome: Outcome; readonly failure?: LoginCheckResult['failure'] } {
  if (!('error' in session)) return { outcome: 'ok' };
  const { error } = session;
  if (signal?.aborted === true && error === signal.reason) return { outcome: 'cancelled' };
  if (error instanceof RefusedError) return { outcome: 'refused' };
  if (!(error instanceof MailOAuthError)) throw error;
  return { outcome: 'failed', failure: { code: error.code as LoginFailureCode, message: error.message } };
}

function failedPhase(
  { skipTokenCheck }: LoginCheckOptions,
  { tokenCheck, credentialError, phases }: PreparedCheck,
  { phase }: SessionResult,
): Phase | undefined {
  if (tokenCheck.failure !== undefined && skipTokenCheck !== true) return 'token';
  if (credentialError !== undefined) return 'string';
  return phases.timings.length === 0 ? undefined : (phase ?? phases.current);
}

/** What a server said, with each of its fields made fit to be shown. */
function safeFields<T extends object>(said: T, redact: (text: string) => string): Safe<T> {
  return Object.fromEntries(
    Object.entries(said).map(([name, text]) => [name, safeText(text as string, { redact, limit: longestReply })]),
  ) as Safe<T>;
}
