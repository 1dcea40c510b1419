import { createInterface } from 'node:readline';
import { startProcess } from './processes.js';

/** What `xoauth2 sandbox` prints. */
export interface SandboxDescription {
  readonly issuer: string;
  readonly client_id: string;
  readonly scope: string;
  readonly ports: Readonly<Record<'oauth' | 'imaps' | 'imap' | 'smtps' | 'smtp' | 'pop3s' | 'pop3', number>>;
  readonly ca_file: string;
  readonly accounts: readonly {
    readonly user: string;
    readonly scenario: string;
    readonly title: string;
    readonly lesson: string;
    readonly access_token: string;
    readonly refresh_token?: string;
  }[];
}

export type SandboxProcess = Awaited<ReturnType<typeof startSandboxProcess>>;

/** The sandbox as a test suite in any language starts it: a process that prints one line of JSON. */
export async function startSandboxProcess(args: readonly string[] = [], env: NodeJS.ProcessEnv = process.env) {
  const server = startProcess(process.execPath, ['--no-warnings', 'dist/cli.js', 'sandbox', ...args], env);
  const first = new Promise<string>((resolve, reject) => {
    createInterface({ input: server.child.stdout }).once('line', resolve);
    server.child.once('close', () => reject(new Error(server.output())));
  });
  const description = JSON.parse(await first) as SandboxDescription;
  return {
    ...description,
    pid: server.child.pid ?? 0,
    /** The log so far, without the line of JSON. */
    log: () =>
      server
        .output()
        .split('\n')
        .filter((line) => !line.startsWith('{'))
        .join('\n'),
    account: (scenario: string) => {
      const { user, access_token: accessToken } =
        description.accounts.find((account) => account.scenario === scenario) ?? fail(scenario);
      return { user, accessToken };
    },
    stop: server.stop,
  };
}

function fail(scenario: string): never {
  throw new Error(`there is no account ${scenario}`);
}
