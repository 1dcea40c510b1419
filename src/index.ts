/**
 * The library: SASL strings, the mail authentication test with its diagnosis, and the sandbox, without VS Code.
 *
 * @module
 */
export { encodeOauthbearer, decodeOauthbearer, type OauthbearerCredential } from './sasl/oauthbearer.js';
export { encodeXoauth2, decodeXoauth2 } from './sasl/xoauth2.js';
export { decodeErrorChallenge, type ErrorChallenge } from './sasl/challenge.js';
export { lintSaslString, type LintContext, type LintResult } from './sasl/lint.js';
export type { LintCode, LintFinding } from './sasl/lint-finding.js';
export { SaslError, type SaslErrorCode } from './sasl/errors.js';
export type { Credential } from './sasl/credential.js';
export type { Mechanism, MechanismChoice } from './sasl/mechanism.js';
export { checkLogin, type LoginCheckOptions } from './mail/login-check/login-check.js';
export { compareMechanisms, type ComparisonOptions, type ComparisonRow } from './mail/login-check/comparison.js';
export { diagnose, type Action, type Confidence, type Diagnosis } from './diagnosis/diagnosis.js';
export { MailError, type MailErrorCode } from './mail/wire/errors.js';
export { parseProxy, proxyOfEnvironment, type Proxy } from './transport/proxy.js';
export { reportDocument, type Environment } from './report/markdown.js';
export { type TranscriptEntry } from './mail/wire/transcript.js';
export type { MailServer, Protocol, Security } from './mail/wire/server.js';
export { profileForHost } from './providers/catalogue.js';
export { loadSandbox } from './sandbox/load.js';
export type { Sandbox, SandboxOptions } from './sandbox/sandbox.js';
export { explainComparison, formatComparison, formatEntry } from './report/text.js';
export type { LoginCheckResult } from './mail/login-check/result.js';
export type { ServerProfile } from './providers/server-profile.js';
