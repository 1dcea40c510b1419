import * as vscode from 'vscode';
import type { Account } from '../../accounts/account.js';
import type { SignedInAccount, TokenManager } from '../../accounts/token-manager.js';
import { compareMechanisms, type ComparisonRow } from '../../mail/login-check/comparison.js';
import { diagnose } from '../../diagnosis/diagnosis.js';
import { checkLogin, type LoginCheckOptions } from '../../mail/login-check/login-check.js';
import type { Protocol } from '../../mail/wire/server.js';
import { describeServer } from '../accounts/account-items.js';
import { withCancellableProgress } from '../ui/cancellation.js';
import { actionTitle, type DiagnosisActions, type TestChange } from './diagnosis-actions.js';
import { contextKeys } from '../ui/ids.js';
import type { Output } from './output.js';
import type { ReportHistory } from './report-history.js';
import { confirmPlaintext, checkOptions } from './check-options.js';
import type { LastOutcomes } from './last-outcomes.js';
import {
  explainComparison,
  formatChecks,
  formatComparison,
  formatDiagnosis,
  formatOutcome,
} from '../../report/text.js';
import type { LoginCheckResult } from '../../mail/login-check/result.js';
import { showErrorMessage, showInformationMessage } from '../ui/notifications.js';

/** What the tests work with. */
export interface LoginChecksDependencies {
  readonly tokens: TokenManager;
  readonly output: Output;
  readonly results: LastOutcomes;
  readonly reports: ReportHistory;
  readonly actions: DiagnosisActions;
}

/** Tests an account's mail servers, with the conversation in the output channel. */
export class LoginChecks {
  readonly #parts: LoginChecksDependencies;

  constructor(parts: LoginChecksDependencies) {
    this.#parts = parts;
  }

  /**
   * Tests one server after another and tells how it went in one notification.
   *
   * @throws {OAuthError} why there is no access token; {UserError} why there is no server to test; `vscode.CancellationError`
   */
  async run(account: Account, protocols: readonly Protocol[], change: TestChange = {}): Promise<void> {
    const allowPlain = await confirmPlaintext(account, protocols);
    const reports = await this.#each(account, protocols, async (fresh, protocol, signal) => {
      const options = { ...(await checkOptions(fresh, protocol)), ...change, allowPlain, signal };
      const report = await checkLogin(
        this.#listening(
          options,
          vscode.l10n.t('Test {0}: {1} at {2}', protocol.toUpperCase(), account.email, describeServer(options.server)),
        ),
      );
      await this.#finish(report, account);
      return report;
    });
    await this.#notify(
      reports.filter(({ outcome }) => outcome !== 'cancelled'),
      account,
    );
  }

  /** Logs in by every mechanism that the servers offer, and shows a table of how it went. @throws as {@link run} */
  async compare(account: Account, protocols: readonly Protocol[]): Promise<void> {
    const allowPlain = await confirmPlaintext(account, protocols);
    const rows = await this.#each(account, protocols, async (fresh, protocol, signal) => {
      const options = { ...(await checkOptions(fresh, protocol)), allowPlain, signal };
      const heading = vscode.l10n.t(
        'Compare the mechanisms of {0} for {1}',
        describeServer(options.server),
        account.email,
      );
      return compareMechanisms({
        ...this.#listening(options, heading),
        onAttempt: (way) => this.#parts.output.heading(`${protocol.toUpperCase()}: ${way}`),
      });
    });
    await this.#showComparison(rows.flat(), account);
  }

  async #each<T>(
    account: Account,
    protocols: readonly Protocol[],
    run: (fresh: SignedInAccount, protocol: Protocol, signal: AbortSignal) => Promise<T>,
  ): Promise<T[]> {
    const names = protocols.map((protocol) => protocol.toUpperCase()).join(', ');
    return withCancellableProgress(vscode.l10n.t('Testing {0} for {1}', names, account.email), async (signal) => {
      const fresh = await this.#parts.tokens.fresh(account.id, { signal });
      const done: T[] = [];
      for (const protocol of protocols) {
        if (!signal.aborted) done.push(await run(fresh, protocol, signal));
      }
      return done;
    });
  }

  #listening(options: LoginCheckOptions, heading: string): LoginCheckOptions {
    const { output } = this.#parts;
    output.show();
    output.heading(heading);
    return { ...options, onEntry: (entry) => output.entry(entry) };
  }

  async #finish(report: LoginCheckResult, account: Account): Promise<void> {
    const { output, results, reports } = this.#parts;
    const diagnoses = diagnose(report);
    for (const line of [
      ...formatChecks(report.checks),
      formatOutcome(report, false),
      ...formatDiagnosis(report, diagnoses),
      '',
    ]) {
      output.line(line);
    }
    if (report.outcome === 'cancelled') return;
    reports.remember(account, report);
    await vscode.commands.executeCommand(
      'setContext',
      report.outcome === 'ok' ? contextKeys.seenOk : contextKeys.seenRefusal,
      true,
    );
    await results.set(account.id, report.protocol, {
      outcome: report.outcome,
      at: Date.now(),
      cause: diagnoses[0].cause,
    });
  }

  async #showComparison(rows: readonly ComparisonRow[], account: Account): Promise<void> {
    const { output, reports } = this.#parts;
    for (const line of ['', ...formatComparison(rows), ...explainComparison(rows), '']) output.line(line);
    for (const { result } of rows) if (result.outcome !== 'cancelled') reports.remember(account, result);
    const accepted = rows.filter(({ result }) => result.outcome === 'ok').length;
    const show = vscode.l10n.t('Show Table');
    const count = vscode.l10n.t(
      '{0} of {1} ways to log in are accepted for {2}.',
      accepted,
      rows.length,
      account.email,
    );
    const [first] = rows;
    const chosen =
      accepted > 0 || first === undefined || first.result.outcome === 'cancelled'
        ? await showInformationMessage(count, show)
        : await showErrorMessage(`${count} ${diagnose(first.result)[0].cause}`, show);
    if (chosen === show) output.show();
  }

  async #notify(reports: readonly LoginCheckResult[], account: Account): Promise<void> {
    if (reports.length === 0) return;
    const failed = reports.find(({ outcome }) => outcome !== 'ok');
    if (failed === undefined) await this.#announceSuccess(reports, account);
    else await this.#announceProblem(failed, account);
  }

  async #announceSuccess(reports: readonly LoginCheckResult[], account: Account): Promise<void> {
    const names = reports.map(({ protocol }) => protocol.toUpperCase()).join(', ');
    const show = vscode.l10n.t('Show Transcript');
    const chosen = await showInformationMessage(vscode.l10n.t('{0}: OK, {1} is accepted.', names, account.email), show);
    if (chosen === show) this.#parts.output.show();
  }

  async #announceProblem(report: LoginCheckResult, account: Account): Promise<void> {
    const { output, reports, actions } = this.#parts;
    const [{ cause, advice, actions: advised }] = diagnose(report);
    const [action] = advised;
    const show = vscode.l10n.t('Show Transcript');
    const save = vscode.l10n.t('Save Report…');
    const anyway = vscode.l10n.t('Test Anyway');
    const fix = action === undefined ? undefined : actionTitle(action);
    const buttons = [
      ...(fix === undefined ? [] : [fix]),
      ...(report.failedPhase === 'token' ? [anyway] : [save]),
      show,
    ];
    const chosen = await showErrorMessage(`${report.protocol.toUpperCase()}: ${cause} ${advice}`, ...buttons);
    if (chosen === show) output.show();
    if (chosen === save) await reports.save(account.id, report.protocol);
    const retest = (current: Account, change?: TestChange) => this.run(current, [report.protocol], change);
    if (chosen === anyway) await retest(account, { skipTokenCheck: true });
    if (chosen === fix && action !== undefined) await actions.perform(action, account, report.protocol, retest);
  }
}
