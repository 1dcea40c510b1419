import * as l10n from '@vscode/l10n';
import { mechanisms, type Mechanism } from '../../sasl/mechanism.js';
import { checkLogin, type LoginCheckOptions } from './login-check.js';
import type { LoginCheckResult } from './result.js';
import type { InitialResponse } from '../wire/reply.js';

/** The login with one mechanism in one form, and its result. */
export interface ComparisonRow {
  readonly mechanism: Mechanism;
  /** Absent if the test ended before the form was chosen. */
  readonly form?: InitialResponse['form'];
  readonly result: LoginCheckResult;
}

/** The options of a login check, without those that the comparison sets. */
export interface ComparisonOptions extends Omit<
  LoginCheckOptions,
  'mechanism' | 'form' | 'tryOtherForm' | 'sendTestMessage'
> {
  /** Called before each login with a description of the mechanism and form. */
  readonly onAttempt?: (way: string) => void;
}

/**
 * Logs in with every mechanism that the server offers, in every form that the protocol allows, one after another. It
 * stops early if the server cannot be reached or the signal is aborted. It rejects only where {@link checkLogin} does.
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

/** A separate line is always allowed; the inline form only if it was chosen, or if the server rejects the other one. */
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
  // Until this connection is closed, the next login could find the mailbox locked (RFC 1939 §4).
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
