import { UsageError } from './exit-status.js';

/**
 * What `parseArgs` of Node.js could not read, in a sentence. Values are not repeated: one may be a secret that
 * has lost its option.
 *
 * @param names the options of the command, one of which may have been meant
 * @param commands the words that may stand first
 */
export function usageErrorOf(error: unknown, names: readonly string[], commands: readonly string[] = []): UsageError {
  if (error instanceof UsageError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const [, option = ''] = /^Option '(?:-\w, )?--(\w+)/.exec(message) ?? [];
  switch (code) {
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
      return strayValue(/^Unexpected argument '([^']*)'/.exec(message)?.[1] ?? '', names, commands);
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return unknownOption(/^Unknown option '(--?[^']*)'/.exec(message)?.[1] ?? '', names);
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return new UsageError(
        message.includes('not take') ? `--${option} takes no value.` : `--${option} needs a value.`,
      );
    default:
      return new UsageError(message.split('. ')[0] ?? '');
  }
}

function unknownOption(given: string, names: readonly string[]): UsageError {
  const meant = nearest(given.replace(/^-+/, '').replaceAll('-', '_'), names);
  // A token has digits.
  const unknown = /^--?[a-z][a-z_-]{0,39}$/.test(given) ? `Unknown option ${given}.` : 'There is an unknown option.';
  return new UsageError(meant === undefined ? unknown : `${unknown} Did you mean --${meant}?`);
}

function strayValue(given: string, names: readonly string[], commands: readonly string[]): UsageError {
  const command = nearest(given, commands);
  const option = nearest(given, names);
  const meant = command ?? (option === undefined ? undefined : `--${option}`);
  return new UsageError(
    `There is a value without an option: ${meant === undefined ? 'each value follows its option, as in --user ADDRESS.' : `did you mean ${meant}?`}`,
  );
}

/** The name that is spelled most like a word; undefined where none is. */
function nearest(word: string, names: readonly string[]): string | undefined {
  // Nothing this long is a misspelled name, and the time grows with it.
  if (word.length > 40) return undefined;
  const [first] = names
    .map((name) => ({ name, distance: editDistance(word.toLowerCase(), name) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(name.length / 4)))
    .sort((a, b) => a.distance - b.distance);
  return first?.name;
}

/** How many letters must be added, left out or replaced to make one word of another (Levenshtein); 1 for any swap. */
function editDistance(from: string, to: string): number {
  if (from !== to && sorted(from) === sorted(to)) return 1;
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let line = 0; line < from.length; line++) {
    const next = [line + 1];
    for (let at = 0; at < to.length; at++) {
      const replaced = (row[at] ?? 0) + (from[line] === to[at] ? 0 : 1);
      next.push(Math.min(replaced, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

function sorted(word: string): string {
  return word.split('').sort().join('');
}
