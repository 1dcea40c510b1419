import { parseArgs } from 'node:util';
import { UsageError } from './exit-status.js';
import { usageErrorOf } from './parse-error.js';

/** All options: first those of oauth2.py, under the same names, then those of this program. */
const definitions = {
  generate_oauth2_token: { type: 'boolean' },
  generate_oauth2_string: { type: 'boolean' },
  client_id: { type: 'string' },
  client_secret: { type: 'string' },
  access_token: { type: 'string' },
  refresh_token: { type: 'string' },
  scope: { type: 'string' },
  test_imap_authentication: { type: 'boolean' },
  test_smtp_authentication: { type: 'boolean' },
  user: { type: 'string' },
  quiet: { type: 'boolean' },
  test_pop3_authentication: { type: 'boolean' },
  lint: { type: 'string' },
  register: { type: 'boolean' },
  revoke: { type: 'boolean' },
  registration_client_uri: { type: 'string' },
  registration_access_token: { type: 'string' },
  discover: { type: 'string' },
  dns: { type: 'string' },
  fail_one_login: { type: 'boolean' },
  issuer: { type: 'string' },
  authorization_endpoint: { type: 'string' },
  token_endpoint: { type: 'string' },
  redirect_uri: { type: 'string' },
  device_authorization_endpoint: { type: 'string' },
  revocation_endpoint: { type: 'string' },
  grant: { type: 'string' },
  tenant: { type: 'string' },
  client_certificate: { type: 'string' },
  certificate_password: { type: 'string' },
  service_account: { type: 'string' },
  import_tokens: { type: 'string' },
  mechanism: { type: 'string' },
  initial_response: { type: 'string' },
  send_test_message: { type: 'boolean' },
  compare: { type: 'boolean' },
  host: { type: 'string' },
  port: { type: 'string' },
  security: { type: 'string' },
  ca_file: { type: 'string' },
  ehlo_name: { type: 'string' },
  proxy: { type: 'string' },
  allow_plaintext: { type: 'boolean' },
  despite_token: { type: 'boolean' },
  timeout: { type: 'string' },
  report: { type: 'string' },
  json: { type: 'boolean' },
  show_secrets: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

type Definitions = typeof definitions;
type Name = keyof Definitions;

/** The given options. */
export type Options = {
  readonly [N in Name]?: Definitions[N]['type'] extends 'boolean' ? boolean : string;
};

/** The names of all options. */
export const optionNames = Object.keys(definitions) as readonly Name[];

/**
 * Parses the command line like Python's optparse in oauth2.py: `--name value` and `--name=value`, values that begin
 * with a dash, and unambiguous abbreviations.
 *
 * @throws {UsageError}
 */
export function parseOptions(argv: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: joinValues(argv),
      options: definitions,
      strict: true,
      allowPositionals: false,
    });
    return values;
  } catch (error) {
    throw usageErrorOf(error, optionNames, ['sandbox']);
  }
}

function joinValues(argv: readonly string[]): string[] {
  const joined: string[] = [];
  const rest = [...argv];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    const match = /^--([^=]+)(=[^]*)?$/.exec(argument);
    const name = match?.[1] === undefined ? undefined : fullName(match[1]);
    if (name === undefined) joined.push(argument);
    else if (definitions[name].type === 'boolean') joined.push(`--${name}${match?.[2] ?? ''}`);
    else joined.push(`--${name}${match?.[2] ?? `=${valueOf(name, rest.shift())}`}`);
  }
  return joined;
}

function fullName(given: string): Name | undefined {
  const exact = optionNames.find((name) => name === given);
  const candidates = optionNames.filter((name) => name.startsWith(given));
  if (exact === undefined && candidates.length > 1) {
    throw new UsageError(`--${given} is ambiguous: ${candidates.map((name) => `--${name}`).join(', ')}?`);
  }
  return exact ?? candidates[0];
}

function valueOf(name: Name, value: string | undefined): string {
  // A value may begin with dashes, as a token can, but must not be the full name of another option.
  if (value === undefined || optionNames.some((other) => value === `--${other}`)) {
    throw new UsageError(`--${name} needs a value.`);
  }
  return value;
}

/** The commands, which exclude each other. */
const actions = [
  'refresh_token',
  'generate_oauth2_string',
  'lint',
  'register',
  'revoke',
  'discover',
  'generate_oauth2_token',
  'test_imap_authentication',
  'test_smtp_authentication',
  'test_pop3_authentication',
] as const satisfies readonly Name[];

/** Options of the client that `--revoke` deletes. */
const registrationOptions = ['registration_client_uri', 'registration_access_token'] as const satisfies readonly Name[];

/** Options for tests only. */
const testOptions = ['compare', 'report', 'send_test_message', 'show_secrets'] as const satisfies readonly Name[];

/**
 * Rejects several commands at once: if one were ignored, an exit status of 0 would be misleading.
 *
 * @throws {UsageError}
 */
export function requireOneAction(options: Options): void {
  // The refresh token is what --revoke revokes.
  const asked = actions
    .filter((name) => options[name] !== undefined)
    .filter((name) => name !== 'refresh_token' || options.revoke !== true);
  if (asked.length > 1) {
    throw new UsageError(`These cannot be combined: ${asked.map((name) => `--${name}`).join(', ')}.`);
  }
  const alone = testOptions.find((name) => options[name] !== undefined);
  if (alone !== undefined && !asked.some((name) => name.startsWith('test_'))) {
    throw new UsageError(`--${alone} needs a test, such as --test_imap_authentication.`);
  }
  const unused = registrationOptions.find((name) => options[name] !== undefined);
  if (unused !== undefined && options.revoke !== true) throw new UsageError(`--${unused} needs --revoke.`);
}

/**
 * Rejects a user with a name, spaces, quotation marks or angle brackets around the address, as in a message's header:
 * no server knows such a user.
 *
 * @throws {UsageError}
 */
export function requirePlainUser({ user }: Options): void {
  if (user === undefined) return;
  const [, address] = /<([^<>\s@]+@[^<>\s@]+)>/.exec(user) ?? [];
  const isSurrounded = user.trim() !== user || /^(?:"[^]*"|'[^]*'|<[^]*>)$/.test(user);
  if (address === undefined && !isSurrounded) return;
  throw new UsageError(
    `--user must be the plain email address, without a name, spaces, quotation marks or angle brackets${address === undefined ? '' : `: ${address}`}.`,
  );
}

/** The values of required options. @throws {UsageError} with the missing ones */
export function requireOptions<N extends Name>(options: Options, ...names: readonly N[]): Record<N, string> {
  const missing = names.filter((name) => options[name] === undefined);
  if (missing.length > 0) {
    throw new UsageError(
      `${missing.map((name) => `--${name}`).join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing.`,
    );
  }
  return options as Record<N, string>;
}
