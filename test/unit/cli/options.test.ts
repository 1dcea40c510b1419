import assert from 'node:assert/strict';
import { parseOptions, optionNames } from '../../../src/cli/options.js';
import { help } from '../../../src/cli/help.js';
import { UsageError } from '../../../src/cli/exit-status.js';

const refused = (text: RegExp) => (error: unknown) => error instanceof UsageError && text.test(error.message);

describe('the options of the command line', () => {
  it('are taken as --name value and --name=value, also where the value begins with a dash or holds an =', () => {
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

  it('can be shortened as long as they are clear', () => {
    assert.deepEqual({ ...parseOptions(['--test_imap', '--us', 'a']) }, { test_imap_authentication: true, user: 'a' });
    assert.throws(
      () => parseOptions(['--generate_oauth2']),
      refused(/not clear.*--generate_oauth2_token, --generate_oauth2_string/),
    );
  });

  it('say what is wrong with them', () => {
    assert.throws(() => parseOptions(['--nonsense']), refused(/--nonsense/));
    assert.throws(() => parseOptions(['--user']), refused(/--user wants a value/));
    assert.throws(() => parseOptions(['stray']), refused(/value without an option/));
  });

  it('are all explained by --help', () => {
    for (const name of optionNames) assert.match(help, new RegExp(`--${name}\\b`), name);
  });
});
