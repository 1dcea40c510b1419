import { performance } from 'node:perf_hooks';
import * as l10n from '@vscode/l10n';
import { defined } from '../common/defined.js';
import { startAuthorizationServer } from './authorization-server.js';
import { makeCertificates } from './certificates.js';
import { mailScope, sandboxClientId } from './clients.js';
import type { IssuedTokens } from './issue-tokens.js';
import { startMailServers } from './mail-servers.js';
import { mailPortNames, type SandboxPorts } from './ports.js';
import { SandboxLog, type SandboxLogEntry } from './sandbox-log.js';
import { addressOf, ScenarioError, type Scenario } from './scenario.js';
import { checkScenarios } from './scenario-file.js';
import { builtInScenarios } from './scenarios.js';

export { writeCaFile, type CaFile } from './ca-file.js';
export { confidentialClient, mailScope, sandboxClientId } from './clients.js';
export { mailPortNames, type MailPortName, type SandboxPorts } from './ports.js';
export { formatLogEntry, type SandboxLogEntry, type SandboxLogKind } from './sandbox-log.js';
export { addressOf, ScenarioError, type Scenario, type ScenarioReplies, type ScenarioReply } from './scenario.js';
export { parseScenarios } from './scenario-file.js';
export type { IssuedTokens } from './issue-tokens.js';

/** Options of {@link startSandbox}. */
export interface SandboxOptions {
  /** Fixed ports; for the others a free port is used. */
  readonly ports?: Partial<SandboxPorts>;
  /** Additional scenarios; one with the name of a built-in scenario replaces it. */
  readonly scenarios?: readonly Scenario[];
  /** Called with each line of the log. */
  readonly onEntry?: (entry: SandboxLogEntry) => void;
  /** Translations of the texts, by their English originals; `vscode.l10n.bundle` in the editor. */
  readonly translations?: Readonly<Record<string, string>>;
}

/** An account of a sandbox, with tokens. */
export interface SandboxAccount extends IssuedTokens {
  /** The address of its mailbox. */
  readonly user: string;
}

/** A running sandbox. */
export interface Sandbox {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  readonly ports: SandboxPorts;
  /** The CA certificate of its mail servers, PEM. */
  readonly ca: string;
  readonly scenarios: readonly Scenario[];
  /** Issues tokens for an account like a sign-in. */
  issueTokens(scenario: Scenario): Promise<IssuedTokens>;
  /**
   * The account of the scenario with this name, with new tokens like those of a sign-in.
   *
   * @throws {ScenarioError} `invalid-scenario` if no scenario has this name
   */
  account(name: string): Promise<SandboxAccount>;
  /** Closes all ports and discards all state. */
  stop(): Promise<void>;
}

/**
 * Starts an authorization server and IMAP, SMTP and POP3 servers on 127.0.0.1 that behave like those of the large
 * providers, including their errors.
 *
 * @throws {ScenarioError} `invalid-scenario` if a scenario is invalid
 * @throws the system's error if a configured port is in use (`EADDRINUSE`)
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { ports = {}, onEntry = () => undefined, translations } = options;
  if (translations !== undefined) l10n.config({ contents: { ...translations } });
  const scenarios = mergeScenarios(checkScenarios(options.scenarios ?? []));
  const log = new SandboxLog(onEntry, () => performance.now());
  const certificates = await makeCertificates();
  const authorizationServer = await startAuthorizationServer(scenarios, log, ports.oauth ?? 0);
  const introspect = (token: string) => authorizationServer.introspect(token);
  const mail = await startMailServers({ scenarios, scope: mailScope, introspect, certificates, log, ports }).catch(
    async (error: unknown) => {
      await authorizationServer.stop();
      throw error;
    },
  );
  return {
    issuer: authorizationServer.issuer,
    clientId: sandboxClientId,
    scope: mailScope,
    ports: { oauth: authorizationServer.port, ...mail.ports },
    ca: certificates.ca,
    scenarios,
    issueTokens: (scenario) => authorizationServer.issueTokens(scenario),
    account: async (name) => {
      const scenario = scenarios.find((one) => one.name === name);
      if (scenario === undefined) throw new ScenarioError(l10n.t('There is no scenario “{0}”.', name));
      return { user: addressOf(scenario), ...(await authorizationServer.issueTokens(scenario)) };
    },
    stop: async () => {
      await mail.stop();
      await authorizationServer.stop();
    },
  };
}

function mergeScenarios(own: readonly Scenario[]): Scenario[] {
  const replaced = new Set(own.map(({ name }) => name));
  return [...builtInScenarios().filter(({ name }) => !replaced.has(name)), ...own];
}

/** Describes the sandbox as a JSON value: addresses, files and tokens, for test suites in any language. */
export async function describeSandbox(sandbox: Sandbox, caFile: string) {
  const accounts = await Promise.all(
    sandbox.scenarios.map(async (scenario) => {
      const { accessToken, refreshToken } = await sandbox.issueTokens(scenario);
      return defined({
        user: addressOf(scenario),
        scenario: scenario.name,
        title: scenario.title,
        lesson: scenario.lesson,
        access_token: accessToken,
        refresh_token: refreshToken,
      });
    }),
  );
  return {
    issuer: sandbox.issuer,
    client_id: sandbox.clientId,
    scope: sandbox.scope,
    host: '127.0.0.1',
    ports: Object.fromEntries((['oauth', ...mailPortNames] as const).map((name) => [name, sandbox.ports[name]])),
    ca_file: caFile,
    accounts,
  };
}
