import type { Account } from '../../accounts/account.js';

/** The client ID of every account of a sandbox. */
export const clientId = 'sandbox';

/** Whether an account belongs to a sandbox on this machine, running or not. */
export function isSandboxAccount({ client, server, email }: Pick<Account, 'client' | 'server' | 'email'>): boolean {
  return (
    client.clientId === clientId &&
    server.issuer?.startsWith('http://127.0.0.1:') === true &&
    email.endsWith('@sandbox.test')
  );
}
