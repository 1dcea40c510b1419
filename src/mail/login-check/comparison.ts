import * as l10n from '@vscode/l10n';
import { mechanisms, type Mechanism } from '../../sasl/mechanism.js';
import { checkLogin, type LoginCheckOptions } from './login-check.js';
import type { LoginCheckResult } from './result.js';
import type { InitialResponse } from '../wire/reply.js';

/** One way of logging in, and how it went. */
export interface ComparisonRow {
  readonly mechanism: Mechanism;
  /** Unknown where the test did not come as far as sending. */
  readonly form?: InitialResponse['form'];
  readonly result: LoginCheckResult;
}

/** A test without what the comparison chooses itself. */
export interface ComparisonOptions extends Omit<
  LoginCheckOptions,
  'mechanism' | 'form' | 'tryOtherForm' | 'sendTestMessage'
> {
  /** Hears before each login which way is tried, in words for people. */
  readonly onAttempt?: (way: string) => void;
}

/**
 * Logs in by every mechanism that the server offers, in every form that the protocol allows there, one
 * after another. It ends early where the server cannot be reached at all, and on Cancel.
 */
export async function compareMechanisms(options: ComparisonOptions): Promise<readonly ComparisonRow[]> {
  const rows: ComparisonRow[] = [];
  for (const mechanism of mechanisms) {
    options.onAttempt?.(mechanism);
    const first = await attempt(options, mechanism);
    rows.push(first);
    if (aborted(first)) return rows;
    const other = otherForm(first);
    if (other !== undefined) {
      options.onAttempt?.(
        other === 'inline'
          ? l10n.t('{0}, credential on the line of the command', mechanism)
          : l10n.t('{0}, credential on a separate line', mechanism),
      );
      const second = await attempt(options, mechanism, other);
      rows.push(second);
      if (aborted(second)) return rows;
    }
  }
  return rows;
}

/** Two lines are allowed everywhere; one line only where it was chosen, or where the server rejects two. */
function otherForm({ form, result }: ComparisonRow): InitialResponse['form'] | undefined {
  if (form === 'inline') return 'continuation';
  return result.rejectedForms.length > 0 ? 'inline' : undefined;
}

async function attempt(
  options: ComparisonOptions,
  mechanism: Mechanism,
  form?: InitialResponse['form'],
): Promise<ComparisonRow> {
  let closed: () => void = () => undefined;
  // The next login would find the mailbox in use while this one's goodbye is under way (RFC 1939 §4).
  const ended = new Promise<void>((resolve) => (closed = resolve));
  const onClose = () => {
    closed();
    options.onClose?.();
  };
  const result = await checkLogin({
    ...options,
    mechanism,
    form,
    tryOtherForm: false,
    sendTestMessage: false,
    onClose,
  });
  await ended;
  const sent = result.initialResponse?.form;
  return { mechanism, result, ...(sent === undefined ? {} : { form: sent }) };
}

function aborted({ result }: ComparisonRow): boolean {
  if (result.outcome === 'cancelled') return true;
  return (
    result.outcome === 'failed' &&
    result.failure?.code !== 'mechanism-not-offered' &&
    result.failedPhase !== 'authenticate' &&
    result.failedPhase !== 'mailbox'
  );
}
