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

/** How long to wait for the server to close the connection after the logout, in ms. */
const closeTimeoutMs = 500;

/** The maximum number of capabilities in a result. Servers list a few dozen. */
const maximumCapabilities = 500;

/** The maximum length of a reply in a result, in characters. */
const longestReply = 10_000;

/** Options of {@link checkLogin}. */
export interface LoginCheckOptions {
  readonly protocol: Protocol;
  readonly server: MailServer;
  /** `best`: the best mechanism that the server offers. */
  readonly mechanism: MechanismChoice;
  readonly user: string;
  readonly accessToken: string;
  /** What is known about the token apart from its own claims. */
  readonly token?: TokenMetadata | undefined;
  /** What is known about the provider's mail servers, see `serverProfile`. */
  readonly serverProfile?: ServerProfile | undefined;
  /**
   * SMTP: sends a message from the user to the user. Some servers check the permission to send only then. False by
   * default.
   */
  readonly sendTestMessage?: boolean | undefined;
  /** Connects even if the token check fails. */
  readonly skipTokenCheck?: boolean | undefined;
  /** Forces the form of the initial response; by default it depends on the protocol and the server's capabilities. */
  readonly form?: InitialResponse['form'] | undefined;
  /**
   * Tries the other form once, on a new connection, if the server rejects the usual one before it evaluates the
   * credential. True by default; no effect if `form` is given.
   */
  readonly tryOtherForm?: boolean | undefined;
  /**
   * The client's name in SMTP's EHLO: a domain, or an address literal such as `[192.0.2.1]`. By default the host name
   * if it is fully qualified, otherwise the local address of the connection (RFC 5321 §4.1.4).
   */
  readonly ehloName?: string | undefined;
  /** Allows sending the token without TLS to another machine. False by default. */
  readonly allowPlaintext?: boolean | undefined;
  /** CA certificates (PEM) to trust in addition to the default ones. */
  readonly ca?: string | undefined;
  readonly proxy?: Proxy | undefined;
  /** The time limit of each phase, in ms; 20 000 by default. */
  readonly timeoutMs?: number | undefined;
  /** Aborts the check and closes the connection; the outcome is then `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** The clock for durations, in ms; `performance.now` by default. For tests. */
  readonly monotonicNow?: (() => number) | undefined;
  /** The clock for the token's life and the date of a message, in ms since 1970; `Date.now` by default. */
  readonly now?: (() => number) | undefined;
  /** Passes the credential to `onEntry` unredacted; the result never contains it. */
  readonly showSecrets?: boolean | undefined;
  /** Called with each line of the transcript when it is recorded. */
  readonly onEntry?: ((entry: TranscriptEntry) => void) | undefined;
  /**
   * Called when the connection is closed, which may be after the result is returned. Without it, the open connection
   * does not keep the process alive.
   */
  readonly onClose?: (() => void) | undefined;
}

/**
 * Checks the access token and its SASL string, logs in to a mail server and opens the mailbox. Errors of servers,
 * networks and credentials, and cancellation, do not reject: they are the `outcome` of the result. The result is
 * returned before the server has closed the connection.
 */
export async function checkLogin(given: LoginCheckOptions): Promise<LoginCheckResult> {
  const options = { ...given, server: { ...given.server, host: asciiHost(given.server.host) } };
  const check = prepare(options);
  const { phases } = check;
  try {
    requireUsable(options, check);
    return finish(options, check, await logIn(options, check));
  } catch (error) {
    if (!(error instanceof MailOAuthError)) throw error;
    options.onClose?.();
    return toResult(options, check, { session: { ...nothingFound(options), error }, rejectedForms: [] });
  } finally {
    phases.dispose();
  }
}

/** Makes the result of an attempt and ends its connection. The result shares the transcript, which will include the logout. */
function finish(
  options: LoginCheckOptions,
  check: PreparedCheck,
  { client, connection, ...attempt }: LoginAttempt,
): LoginCheckResult {
  try {
    const result = toResult(options, check, attempt);
    if (result.outcome === 'ok') {
      client.logout();
      if (options.onClose === undefined) connection.end(closeTimeoutMs);
      else void connection.waitForClose(closeTimeoutMs).then(options.onClose);
    } else {
      connection.close();
      options.onClose?.();
    }
    return result;
  } catch (error) {
    // A bug, or an error of the caller's `onEntry`.
    connection.close();
    throw error;
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

/** Validates the options and the token before a connection is made. @throws {MailError} {TransportError} */
function requireUsable(options: LoginCheckOptions, { tokenCheck, credentialError }: PreparedCheck): void {
  if (tokenCheck.failure !== undefined && options.skipTokenCheck !== true) {
    throw new MailError(tokenCheck.failure.code, tokenCheck.failure.message);
  }
  if (credentialError !== undefined) throw credentialError;
  refusePlaintext(options);
  checkCa(options.ca);
  if (options.protocol === 'smtp' && options.ehloName !== undefined) parseEhloName(options.ehloName);
}

/** A bearer token is sent only over TLS (RFC 6750 §5.2), on loopback, or with `allowPlaintext`. */
function refusePlaintext({ server: { security, host }, proxy, allowPlaintext }: LoginCheckOptions): void {
  // Through a proxy, `localhost` is the proxy's machine.
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
    capabilities: transcript
      .redactList(session.capabilities.slice(0, maximumCapabilities))
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

/** The form in which the server evaluated the credential, whether or not it accepted it. */
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

/** Makes each field of a server's reply safe to display. */
function safeFields<T extends object>(said: T, redact: (text: string) => string): Safe<T> {
  return Object.fromEntries(
    Object.entries(said).map(([name, text]) => [name, safeText(text as string, { redact, limit: longestReply })]),
  ) as Safe<T>;
}
