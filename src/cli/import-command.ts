import { defined } from '../common/defined.js';
import { importAccounts } from '../sign-in/import-accounts.js';
import type { ImportedAccount } from '../sign-in/imported-account.js';
import { UsageError } from './exit-status.js';
import { printError, type Io } from './io.js';
import { readOptionFile } from './option-file.js';
import type { Options } from './options.js';

/** The commands that use an access token. */
const tests = [
  'test_imap_authentication',
  'test_smtp_authentication',
  'test_pop3_authentication',
  'generate_oauth2_string',
] as const;

/**
 * `--import_tokens FILE`: fills in options from another program's file. Given options take precedence.
 *
 * @throws {UsageError}
 * @throws {ImportError}
 */
export async function importOptions(options: Options, io: Io): Promise<Options> {
  const { program, accounts, remarks } = importAccounts(
    await readOptionFile('import_tokens', options.import_tokens ?? ''),
  );
  const account = pick(accounts, options.user);
  const usesToken = tests.some((name) => options[name] === true);
  // They say what is missing for a sign-in or a refresh, above all the client.
  if (!usesToken && options.client_id === undefined) for (const remark of remarks) printError(io, `xoauth2: ${remark}`);
  const revokes = options.revoke === true;
  const usesRefreshToken = revokes || !(usesToken || options.generate_oauth2_token === true);
  if (usesRefreshToken && !revokes && account.refreshToken === undefined) {
    throw new UsageError(
      `The file of ${program} has no refresh token. Add a command for the rest, such as --test_imap_authentication.`,
    );
  }
  const imported = defined({
    user: account.email,
    client_id: account.clientId,
    client_secret: account.clientSecret,
    access_token: account.accessToken,
    scope: account.scopes?.join(' '),
    // A refresh takes precedence over other commands.
    refresh_token: usesRefreshToken ? account.refreshToken : undefined,
    ...(namesServer(options) ? {} : serverOptions(account)),
  });
  return { ...imported, ...options };
}

function pick(accounts: readonly [ImportedAccount, ...ImportedAccount[]], user: string | undefined): ImportedAccount {
  const [first, ...others] = accounts;
  if (others.length === 0) return first;
  const found = accounts.find(({ email }) => email !== undefined && email.toLowerCase() === user?.toLowerCase());
  if (found !== undefined) return found;
  throw new UsageError(`The file has ${accounts.length} accounts. Choose one with --user.`);
}

function namesServer({ issuer, tenant, token_endpoint: token }: Options): boolean {
  return issuer !== undefined || tenant !== undefined || token !== undefined;
}

/** Google is the default provider of the options. */
function serverOptions({
  provider,
  server,
}: ImportedAccount): Pick<Options, 'tenant' | 'authorization_endpoint' | 'token_endpoint'> {
  if (provider === 'google' || server === undefined) return {};
  const tenant = provider === 'microsoft' ? new URL(server.tokenEndpoint).pathname.split('/')[1] : undefined;
  return tenant === undefined
    ? { authorization_endpoint: server.authorizationEndpoint, token_endpoint: server.tokenEndpoint }
    : { tenant };
}
