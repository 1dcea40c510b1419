import type * as SandboxModule from './sandbox.js';

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
} from './sandbox.js';

/** Loads the sandbox's bundle: an authorization server and mail servers that nothing else needs. */
export async function loadSandbox(): Promise<typeof SandboxModule> {
  return import('./sandbox.js');
}
