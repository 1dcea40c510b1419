/**
 * The library: SASL strings, sign-in and tokens, login checks of mail servers with their diagnosis, and the
 * sandbox, without VS Code.
 *
 * @module
 */
import {
  compareMechanisms as compareWithoutProfile,
  type ComparisonOptions,
  type ComparisonRow,
} from './mail/login-check/comparison.js';
import { checkLogin as checkWithoutProfile, type LoginCheckOptions } from './mail/login-check/login-check.js';
import type { LoginCheckResult } from './mail/login-check/result.js';
import type { DiscoveryReport, MethodAnswer } from './autoconfig/types.js';
import { defined } from './common/defined.js';
import type { RequestOptions } from './oauth/types.js';
import { profileForHost } from './providers/catalogue.js';
import type { ServerProfile } from './providers/server-profile.js';
import { loadSandbox, type Sandbox, type SandboxOptions } from './sandbox/load.js';
import { asciiHost } from './transport/host.js';

export { encodeOauthbearer, decodeOauthbearer, type OauthbearerCredential } from './sasl/oauthbearer.js';
export { encodeXoauth2, decodeXoauth2 } from './sasl/xoauth2.js';
export { decodeErrorChallenge, type ErrorChallenge } from './sasl/challenge.js';
export { lintSaslString, type LintContext, type LintResult } from './sasl/lint.js';
export type { LintCode, LintFinding } from './sasl/lint-finding.js';
export { SaslError, type SaslErrorCode, type TokenProblem } from './sasl/errors.js';
export type { Credential } from './sasl/credential.js';
export type { Mechanism, MechanismChoice } from './sasl/mechanism.js';
export { describeFinding } from './common/sasl-words.js';

export { signIn, type SignInOptions } from './sign-in/loopback-sign-in.js';
export { parsePastedRedirect } from './sign-in/pasted-redirect.js';
export { signInSettings, type SignInSettings } from './providers/sign-in-settings.js';
export {
  createAuthorizationRequest,
  exchangeCode,
  type AuthorizationRequest,
  type AuthorizationRequestOptions,
  type CodeExchange,
} from './oauth/authorization-code.js';
export { discover } from './oauth/discovery.js';
export { refreshTokens, type Refresh } from './oauth/refresh.js';
export { requestClientCredentials, type ClientCredentialsRequest } from './oauth/client-credentials.js';
export { requestJwtBearer, type JwtBearerRequest } from './oauth/jwt-bearer.js';
export {
  requestDeviceAuthorization,
  type DeviceAuthorization,
  type DeviceRequest,
} from './oauth/device-authorization.js';
export { awaitDeviceTokens, type DevicePollingOptions } from './oauth/device-polling.js';
export {
  parseServiceAccountFile,
  ServiceAccountFileError,
  type ServiceAccount,
} from './sign-in/service-account-file.js';
export {
  CertificateFileError,
  parseClientCertificate,
  type CertificateOptions,
  type ClientCertificate,
} from './sign-in/client-certificate.js';
export { clientOfDocument } from './oauth/client-document.js';
export {
  deleteRegistration,
  registerClient,
  type RegisteredClient,
  type RegistrationManagement,
  type RegistrationRequest,
} from './oauth/registration.js';
export { revokeTokens, type RevocableTokens } from './oauth/revoke.js';
export {
  OAuthError,
  type OAuthErrorAnswer,
  type OAuthErrorCode,
  type OAuthErrorOptions,
  type SentGrant,
} from './oauth/errors.js';
export type { ExchangeField, ExchangeKind, OAuthExchange } from './oauth/exchange-record.js';
export type {
  AuthorizationServer,
  ClientAuthMethod,
  ClientKey,
  OAuthClient,
  RequestOptions,
  TokenSet,
} from './oauth/types.js';

export { DiscoveryError, type DiscoveryErrorCode } from './autoconfig/errors.js';
export {
  discoveryMethods,
  type AccountProposal,
  type AnswerOutcome,
  type ClientSource,
  type DiscoveryMethod,
  type DiscoveryReport,
  type Finding,
  type FindingCode,
  type FoundServer,
  type MethodAnswer,
  type RankedAuthorizationServer,
  type RankedServer,
  type ServerOffer,
} from './autoconfig/types.js';

export type { LoginCheckOptions } from './mail/login-check/login-check.js';
export type { ComparisonOptions, ComparisonRow } from './mail/login-check/comparison.js';
export type { CheckName, CheckResult, LoginCheckResult, LoginFailureCode, Outcome } from './mail/login-check/result.js';
export type { TokenInfo, TokenMetadata } from './mail/login-check/token-info.js';
export type { TokenMistake } from './sasl/token-form.js';
export type { MailErrorCode } from './mail/wire/errors.js';
export type { Phase, PhaseTiming } from './mail/wire/phases.js';
export type { InitialResponse, RejectedForm, ServerReply } from './mail/wire/reply.js';
export type { MailServer, Protocol, Security } from './mail/wire/server.js';
export type { ServerWords, ServerWordsKind } from './mail/wire/server-words.js';
export type { Direction, TranscriptEntry } from './mail/wire/transcript.js';
export { TransportError, type TransportErrorCode } from './transport/errors.js';
export type { ProxyFor } from './transport/http-request.js';
export { parseProxy, proxyOfEnvironment, type Proxy } from './transport/proxy.js';
export type { Safe, SafeText } from './transport/safe-text.js';
export type { CertificateInfo, TlsInfo } from './transport/tls.js';
export { profileForHost } from './providers/catalogue.js';
export type { ServerProfile } from './providers/server-profile.js';

export {
  diagnose,
  type Action,
  type AdvisedAction,
  type Confidence,
  type DiagnoseOptions,
  type Diagnosis,
  type Who,
} from './diagnosis/diagnosis.js';
export { describeError } from './diagnosis/describe-error.js';
export { MailOAuthError } from './common/errors.js';
export { errorCodes, type ErrorCode, type ErrorCodeInfo, type ErrorKind } from './common/error-codes.js';
export { reportDocument, type Environment } from './report/markdown.js';
export { explainComparison, formatComparison, formatEntry } from './report/text.js';

export type {
  IssuedTokens,
  Sandbox,
  SandboxAccount,
  SandboxLogEntry,
  SandboxLogKind,
  SandboxOptions,
  Scenario,
  ScenarioReplies,
  ScenarioReply,
} from './sandbox/load.js';
export type { MailPortName, SandboxPorts } from './sandbox/ports.js';

/**
 * Checks the access token and its SASL string, logs in to a mail server and opens the mailbox. Errors of servers,
 * networks and credentials, and cancellation, do not reject: they are the `outcome` of the result. The result is
 * returned before the server has closed the connection.
 *
 * The provider's profile (mechanisms, scopes, audiences) is looked up by the host name. `serverProfile` overrides it;
 * `{ provider: 'Example' }` assumes nothing.
 *
 * @example
 * ```ts
 * import { checkLogin, diagnose } from 'xoauth2';
 *
 * const result = await checkLogin({
 *   protocol: 'imap',
 *   server: { host: 'imap.gmail.com', port: 993, security: 'tls' },
 *   mechanism: 'best',
 *   user: 'alice@gmail.com',
 *   accessToken: process.env.ACCESS_TOKEN ?? '',
 * });
 * const [{ cause, advice }] = diagnose(result);
 * console.log(result.outcome, cause, advice);
 * ```
 */
export function checkLogin(options: LoginCheckOptions): Promise<LoginCheckResult> {
  return checkWithoutProfile({ ...options, serverProfile: knownProfile(options) });
}

/**
 * Logs in with every mechanism that the server offers, in every form that the protocol allows, one after another. It
 * stops early if the server cannot be reached or `signal` is aborted. The server's profile is looked up as in {@link
 * checkLogin}.
 *
 * @example
 * ```ts
 * import { compareMechanisms, formatComparison } from 'xoauth2';
 *
 * const rows = await compareMechanisms({
 *   protocol: 'smtp',
 *   server: { host: 'smtp.gmail.com', port: 465, security: 'tls' },
 *   user: 'alice@gmail.com',
 *   accessToken: process.env.ACCESS_TOKEN ?? '',
 * });
 * for (const line of formatComparison(rows)) console.log(line);
 * ```
 */
export function compareMechanisms(options: ComparisonOptions): Promise<readonly ComparisonRow[]> {
  return compareWithoutProfile({ ...options, serverProfile: knownProfile(options) });
}

function knownProfile({ server, serverProfile }: ComparisonOptions): ServerProfile | undefined {
  return serverProfile ?? profileForHost(asciiHost(server.host));
}

/** Options of {@link discoverMail}. */
export interface MailDiscoveryOptions extends RequestOptions {
  /** A DNS server as `address` or `address:port`; the system's by default. */
  readonly dnsServer?: string;
  /**
   * Tries one login that is expected to fail, because the error challenge may name the authorization server (RFC 7628
   * §3.2.2). Only done for an email address, and if no authorization server was found otherwise. False by default.
   */
  readonly failOneLogin?: boolean;
  /** Whether a client metadata document is hosted for the client. */
  readonly hasMetadataDocument?: boolean;
  /** Called with each answer as it arrives. */
  readonly onAnswer?: (answer: MethodAnswer) => void;
}

/**
 * Discovers the mail servers and the authorization server of a mailbox: queries all known sources in parallel and keeps
 * each answer with its source. No password and no token is sent. `timeoutMs` is the time limit of each query, 8000 ms
 * by default.
 *
 * @param input an email address, a domain or a host name
 * @throws {DiscoveryError} `bad-domain`, `bad-resolver`; the signal's reason
 * @example
 * ```ts
 * import { discoverMail, registerClient } from 'xoauth2';
 *
 * const { proposal, conclusion, findings } = await discoverMail('alice@example.com');
 * console.log(conclusion, proposal.mailServers.imap, findings.map(({ message }) => message));
 * const { server, scopes } = proposal;
 * if (server?.registrationEndpoint !== undefined) {
 *   const client = await registerClient(server, { redirectUris: ['http://127.0.0.1/'], scopes });
 *   console.log(client.clientId);
 * }
 * ```
 */
export async function discoverMail(input: string, options: MailDiscoveryOptions = {}): Promise<DiscoveryReport> {
  const { ca, proxyFor } = options;
  // Loaded on demand: most programs know their servers.
  const discovery = await import('./autoconfig/discover.js');
  return discovery.discoverMail(input, {
    ...options,
    reach: ({ host, port }) => defined({ ca, proxy: proxyFor?.(host, port) }),
  });
}

/**
 * Starts an authorization server and IMAP, SMTP and POP3 servers on 127.0.0.1 that behave like those of the large
 * providers, including their errors. Their code is loaded by the first call.
 *
 * @throws {MailOAuthError} `invalid-scenario` if a scenario is invalid
 * @throws the system's error if a configured port is in use (`EADDRINUSE`)
 * @example
 * ```ts
 * import { checkLogin, startSandbox } from 'xoauth2';
 *
 * const sandbox = await startSandbox();
 * const { user, accessToken } = await sandbox.account('alice');
 * const { outcome } = await checkLogin({
 *   protocol: 'imap',
 *   server: { host: 'localhost', port: sandbox.ports.imaps, security: 'tls' },
 *   mechanism: 'XOAUTH2',
 *   user,
 *   accessToken,
 *   ca: sandbox.ca,
 * });
 * console.log(outcome); // prints: ok
 * await sandbox.stop();
 * ```
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await loadSandbox();
  return sandbox.startSandbox(options);
}
