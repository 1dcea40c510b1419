import { encodeXoauth2 } from '../sasl/xoauth2.js';
import { print, type Io } from './io.js';
import { requireOptions, type Options } from './options.js';

/** `--generate_oauth2_string`: prints the XOAUTH2 string of a user and an access token. @throws {UsageError} {SaslError} */
export function generateString(options: Options, io: Io): void {
  const { user, access_token: accessToken } = requireOptions(options, 'user', 'access_token');
  const string = encodeXoauth2({ user, accessToken });
  if (options.json === true) print(io, JSON.stringify({ oauth2_string: string }));
  else print(io, options.quiet === true ? string : `OAuth2 argument:\n${string}`);
}
