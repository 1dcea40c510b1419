import * as l10n from '@vscode/l10n';
import { MailOAuthError } from '../common/errors.js';
import { noSecrets, safeText } from '../transport/safe-text.js';
import type { DnsLookups } from './dns.js';
import type { DiscoveryMethod, MethodAnswer } from './types.js';
import type { Web } from './web.js';

/** The clients that the discovery methods use. */
export interface Tools {
  readonly dns: DnsLookups;
  readonly web: Web;
  readonly signal: AbortSignal;
}

/** The result of a query, without the query itself. */
export type Found = Omit<MethodAnswer, 'method' | 'question' | 'outcome'>;

/** The query of a method. */
interface Question {
  readonly method: DiscoveryMethod;
  readonly question: string;
}

/**
 * Runs one query. Errors of the network or the server become its answer.
 *
 * @param run resolves to a sentence if nothing was found
 * @throws the signal's reason
 */
export async function ask(
  { method, question }: Question,
  signal: AbortSignal,
  run: () => Promise<Found | string>,
): Promise<MethodAnswer> {
  try {
    const found = await run();
    return typeof found === 'string'
      ? { method, question, outcome: 'nothing', summary: found }
      : { method, question, outcome: 'found', ...found };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const summary = describeProblem(error);
    if (summary === undefined) throw error;
    return { method, question, outcome: 'failed', summary };
  }
}

function describeProblem(error: unknown): string | undefined {
  if (error instanceof MailOAuthError) {
    const { code } = error as MailOAuthError;
    // The message of a refusal is the server's own text.
    return code === 'refused'
      ? l10n.t('The server refused: “{0}”.', safeText(error.message, noSecrets))
      : error.message;
  }
  const { code, syscall = '' } = error as NodeJS.ErrnoException;
  if (!syscall.startsWith('query')) return undefined;
  return code === 'ETIMEOUT'
    ? l10n.t('The DNS server did not answer in time.')
    : l10n.t('The DNS server did not answer the query ({0}).', safeText(code ?? '', noSecrets));
}
