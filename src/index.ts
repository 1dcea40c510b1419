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
export { testMail, type MailTestOptions, type MailTestReport } from './mail/mail-test.js';
export {
  compareMechanisms,
  explainComparison,
  formatComparison,
  type ComparisonOptions,
  type ComparisonRow,
} from './mail/comparison.js';
export { diagnose, type Action, type Confidence, type Diagnosis } from './mail/diagnosis.js';
export { MailError, type FailureCode } from './mail/errors.js';
export { parseProxy, proxyOfEnvironment, type Proxy } from './mail/proxy.js';
export { reportDocument, type Environment } from './mail/report-document.js';
export { formatEntry, type TranscriptEntry } from './mail/transcript.js';
export type { MailServer, Protocol, Security, ServerKnowledge } from './mail/server.js';
export { knowledgeOf } from './providers/known-servers.js';
export { loadSandbox } from './sandbox/load.js';
export type { Sandbox, SandboxOptions } from './sandbox/sandbox.js';
