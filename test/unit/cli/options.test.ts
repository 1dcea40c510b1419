import assert from 'node:assert/strict';
import { parseOptions, optionNames, requireOneAction, requirePlainUser } from '../../../src/cli/options.js';
import { help } from '../../../src/cli/help.js';
import { sandboxHelp } from '../../../src/cli/sandbox-command.js';
import { UsageError } from '../../../src/cli/exit-status.js';

const refused = (text: RegExp) => (error: unknown) => error instanceof UsageError && text.test(error.message);

describe('the options of the command line', () => {
  it('are parsed as --name value and --name=value, even if the value begins with a dash or contains =', () => {
    const options = parseOptions([
      '--user',
      'alice@example.com',
      '--access_token=a=b==',
      '--client_secret',
      '-x-',
      '--generate_oauth2_string',
      '--quiet',
    ]);
    assert.deepEqual(
      { ...options },
      {
        user: 'alice@example.com',
        access_token: 'a=b==',
        client_secret: '-x-',
        generate_oauth2_string: true,
        quiet: true,
      },
    );
  });

  it('can be abbreviated if unambiguous', () => {
    assert.deepEqual({ ...parseOptions(['--test_imap', '--us', 'a']) }, { test_imap_authentication: true, user: 'a' });
    assert.throws(
      () => parseOptions(['--generate_oauth2']),
      refused(/ambiguous.*--generate_oauth2_token, --generate_oauth2_string/),
    );
  });

  it('have messages for errors', () => {
    assert.throws(() => parseOptions(['--nonsense']), refused(/--nonsense/));
    assert.throws(() => parseOptions(['--user']), refused(/--user needs a value/));
    assert.throws(() => parseOptions(['--user', '--access_token', 'x']), refused(/--user needs a value/));
    assert.throws(() => parseOptions(['--quiet=1']), refused(/^--quiet takes no value\.$/));
    assert.throws(() => parseOptions(['stray']), refused(/value without an option: each value/));
  });

  it('are suggested for a misspelling, like the word sandbox', () => {
    for (const [given, meant] of [
      ['--genrate_oauth2_string', '--generate_oauth2_string'],
      ['--access-token', '--access_token'],
      ['--usre', '--user'],
      ['help', '--help'],
      ['lint', '--lint'],
      ['sandbx', 'sandbox'],
    ] as const) {
      assert.throws(() => parseOptions([given]), refused(new RegExp(`[Dd]id you mean ${meant}\\?$`)), given);
    }
    for (const given of ['--nonsense', 'stray', `--${'access_token'.repeat(9)}`]) {
      assert.throws(() => parseOptions([given]), refused(/^(?!.*[Dd]id you mean)/), given);
    }
  });

  it('require a single command, and a test for test options', () => {
    const check = (...argv: string[]) => requireOneAction(parseOptions(argv));
    assert.throws(
      () => check('--test_imap_authentication', '--test_smtp_authentication'),
      refused(/cannot be combined: --test_imap_authentication, --test_smtp_authentication\./),
    );
    assert.throws(() => check('--refresh_token', 'x', '--compare'), refused(/--compare needs a test/));
    assert.doesNotThrow(() => check('--test_pop3_authentication', '--compare', '--access_token', 'x'));
    assert.doesNotThrow(() => check('--revoke', '--refresh_token', 'x'));
    assert.throws(() => check('--revoke', '--register'), refused(/cannot be combined: --register, --revoke\./));
  });

  it('name the user by a plain address', () => {
    const check = (user: string) => requirePlainUser(parseOptions(['--user', user]));
    for (const user of ['Alice <alice@example.com>', '<alice@example.com>', '"Alice" <alice@example.com>']) {
      assert.throws(() => check(user), refused(/plain email address.*: alice@example\.com\.$/), user);
    }
    for (const user of [' alice@example.com', 'alice@example.com\n', '"alice@example.com"', "'alice'"]) {
      assert.throws(() => check(user), refused(/plain email address/), user);
    }
    for (const user of ['alice@example.com', 'alice', '"a b"@example.com', 'alice smith', 'EXAMPLE\\alice']) {
      assert.doesNotThrow(() => check(user), user);
    }
  });

  it('are all explained by --help', () => {
    for (const name of optionNames) assert.match(help, new RegExp(`--${name}\\b`), name);
  });

  it('are explained in at most 80 columns', () => {
    for (const line of [help, sandboxHelp].join('\n').split('\n')) assert.ok(line.length <= 80, line);
  });
});
