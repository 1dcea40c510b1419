import { UsageError } from './exit-status.js';

/**
 * What `parseArgs` of Node.js could not read, in a sentence. Values are not repeated: one may be a secret that
 * has lost its option.
 */
export function usageErrorOf(error: unknown): UsageError {
  if (error instanceof UsageError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') {
    return new UsageError('There is a value without an option: each value follows its option, as in --user ADDRESS.');
  }
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    // A token has digits.
    const name = /^Unknown option '(--?[a-z][a-z_-]{0,39})'/.exec(message)?.[1];
    return new UsageError(name === undefined ? 'There is an unknown option.' : `Unknown option ${name}.`);
  }
  return new UsageError(message.split('. ')[0] ?? '');
}
