import { performance } from 'node:perf_hooks';
import * as l10n from '@vscode/l10n';
import { mailScope, sandboxClientId, startAuthorizationServer, type IssuedTokens } from './authorization-server.js';
import { makeCertificates } from './certificates.js';
import { SandboxLog, type JournalEntry } from './journal.js';
import { startMailServers } from './mail-servers.js';
import { mailPortNames, type MailPortName, type SandboxPorts } from './ports.js';
import { addressOf, ScenarioError, type Scenario } from './scenario.js';
import { scenarios as builtIn } from './scenarios.js';

export { confidentialClient, mailScope, sandboxClientId } from './authorization-server.js';
export { formatJournalEntry, type JournalEntry } from './journal.js';
export { mailPortNames, type MailPortName, type SandboxPorts } from './ports.js';
export { addressOf, parseScenarios, ScenarioError, type Scenario } from './scenario.js';

/** How a sandbox is started. */
export interface SandboxOptions {
  /** Fixed ports; the others are free ones. */
  readonly ports?: Partial<SandboxPorts>;
  /** Scenarios besides the built-in ones; the same name replaces one. */
  readonly scenarios?: readonly Scenario[];
  /** Hears what the servers see and do. */
  readonly onEntry?: (entry: JournalEntry) => void;
}

/** An account of a sandbox that a client can log in as. */
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
  /** The certificate of the authority that its mail servers are signed by, PEM. */
  readonly ca: string;
  readonly scenarios: readonly Scenario[];
  /** Tokens for an account, as a sign-in would give them. */
  issueTokens(scenario: Scenario): Promise<IssuedTokens>;
  /**
   * The account of the scenario with this name, with tokens as a sign-in would give them.
   *
   * @throws {ScenarioError} no scenario has this name
   */
  account(name: string): Promise<SandboxAccount>;
  /** Closes every port; nothing is left of what was stored. */
  stop(): Promise<void>;
}

/**
 * Starts an authorization server and IMAP, SMTP and POP3 servers on 127.0.0.1 that behave as the big
 * providers do, also when they refuse.
 *
 * @throws the system's error where a fixed port is taken (`EADDRINUSE`)
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const own = options.scenarios ?? [];
  const scenarios = [...builtIn.filter(({ name }) => !own.some((scenario) => scenario.name === name)), ...own];
  const journal = new SandboxLog(options.onEntry ?? (() => undefined), () => performance.now());
  const certificates = await makeCertificates();
  const authorizationServer = await startAuthorizationServer(scenarios, journal, options.ports?.oauth ?? 0);
  const introspect = (token: string) => authorizationServer.introspect(token);
  const mail = await startMailServers(
    { scenarios, scope: mailScope, introspect },
    certificates,
    journal,
    options.ports ?? {},
  ).catch(async (error: unknown) => {
    await authorizationServer.stop();
    throw error;
  });
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

/** The sandbox as one JSON value: addresses, files and ready tokens, for a test suite in any language. */
export async function describeSandbox(sandbox: Sandbox, caFile: string) {
  const accounts = await Promise.all(
    sandbox.scenarios.map(async (scenario) => {
      const { accessToken, refreshToken } = await sandbox.issueTokens(scenario);
      return {
        user: addressOf(scenario),
        scenario: scenario.name,
        title: scenario.title,
        teaches: scenario.teaches,
        access_token: accessToken,
        ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
      };
    }),
  );
  return {
    issuer: sandbox.issuer,
    client_id: sandbox.clientId,
    scope: sandbox.scope,
    host: '127.0.0.1',
    ports: Object.fromEntries(['oauth', ...mailPortNames].map((name) => [name, sandbox.ports[name as MailPortName]])),
    ca_file: caFile,
    accounts,
  };
}
