import * as vscode from 'vscode';
import type { Account } from '../../accounts/account.js';
import type { SignedInAccount, TokenManager } from '../../accounts/token-manager.js';
import { compareMechanisms, explainComparison, formatComparison, type ComparisonRow } from '../../mail/login-check/comparison.js';
import { diagnose, diagnosisLines, verdictLine } from '../../diagnosis/diagnosis.js';
import { testMail, type MailTestOptions, type MailTestReport } from '../../mail/login-check/login-check.js';
import type { Protocol } from '../../mail/wire/server.js';
import { formatStages } from '../../mail/login-check/checks.js';
import { serverWords } from '../accounts/account-items.js';
import { withCancellableProgress } from '../ui/cancellation.js';
import { actionTitle, type DiagnosisActions, type TestChange } from './diagnosis-actions.js';
import { contextKeys } from '../ui/ids.js';
import type { Output } from './output.js';
import type { Reports } from './reports.js';
import { confirmPlain, testOptions } from './test-options.js';
import type { TestResults } from './test-results.js';

/** What the tests work with. */
export interface MailTestParts {
  readonly tokens: TokenManager;
  readonly output: Output;
  readonly results: TestResults;
  readonly reports: Reports;
  readonly actions: DiagnosisActions;
}

/** Tests an account's mail servers, with the conversation in the output channel. */
export class MailTests {
  readonly #parts: MailTestParts;

  constructor(parts: MailTestParts) {
    this.#parts = parts;
  }

  /**
   * Tests one server after another and tells how it went in one notification.
   *
   * @throws {OAuthError} why there is no access token; {UserError} why there is no server to test; `vscode.CancellationError`
   */
  async run(account: Account, protocols: readonly Protocol[], change: TestChange = {}): Promise<void> {
    const allowPlain = await confirmPlain(account, protocols);
    const reports = await this.#each(account, protocols, async (fresh, protocol, signal) => {
      const options = { ...(await testOptions(fresh, protocol)), ...change, allowPlain, signal };
      const report = await testMail(
        this.#listening(
          options,
          vscode.l10n.t('Test {0}: {1} at {2}', protocol.toUpperCase(), account.email, serverWords(options.server)),
        ),
      );
      await this.#conclude(report, account);
      return report;
    });
    await this.#announce(
      reports.filter(({ verdict }) => verdict !== 'cancelled'),
      account,
    );
  }

  /** Logs in by every mechanism that the servers offer, and shows a table of how it went. @throws as {@link run} */
  async compare(account: Account, protocols: readonly Protocol[]): Promise<void> {
    const allowPlain = await confirmPlain(account, protocols);
    const rows = await this.#each(account, protocols, async (fresh, protocol, signal) => {
      const options = { ...(await testOptions(fresh, protocol)), allowPlain, signal };
      const heading = vscode.l10n.t(
        'Compare the mechanisms of {0} for {1}',
        serverWords(options.server),
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

  #listening(options: MailTestOptions, heading: string): MailTestOptions {
    const { output } = this.#parts;
    output.show();
    output.heading(heading);
    return { ...options, onEntry: (entry) => output.entry(entry) };
  }

  async #conclude(report: MailTestReport, account: Account): Promise<void> {
    const { output, results, reports } = this.#parts;
    const diagnosis = diagnose(report);
    for (const line of [
      ...formatStages(report.stages),
      verdictLine(report, false),
      ...diagnosisLines(report, diagnosis),
      '',
    ]) {
      output.line(line);
    }
    if (report.verdict === 'cancelled') return;
    reports.keep(account, report);
    await vscode.commands.executeCommand(
      'setContext',
      report.verdict === 'ok' ? contextKeys.seenOk : contextKeys.seenRefusal,
      true,
    );
    await results.set(account.id, report.protocol, { verdict: report.verdict, at: Date.now(), cause: diagnosis.cause });
  }

  async #showComparison(rows: readonly ComparisonRow[], account: Account): Promise<void> {
    const { output, reports } = this.#parts;
    for (const line of ['', ...formatComparison(rows), ...explainComparison(rows), '']) output.line(line);
    for (const { report } of rows) if (report.verdict !== 'cancelled') reports.keep(account, report);
    const accepted = rows.filter(({ report }) => report.verdict === 'ok').length;
    const show = vscode.l10n.t('Show Table');
    const count = vscode.l10n.t(
      '{0} of {1} ways to log in are accepted for {2}.',
      accepted,
      rows.length,
      account.email,
    );
    const [first] = rows;
    const chosen =
      accepted > 0 || first === undefined || first.report.verdict === 'cancelled'
        ? await vscode.window.showInformationMessage(count, show)
        : await vscode.window.showErrorMessage(`${count} ${diagnose(first.report).cause}`, show);
    if (chosen === show) output.show();
  }

  async #announce(reports: readonly MailTestReport[], account: Account): Promise<void> {
    if (reports.length === 0) return;
    const failed = reports.find(({ verdict }) => verdict !== 'ok');
    if (failed === undefined) await this.#announceSuccess(reports, account);
    else await this.#announceProblem(failed, account);
  }

  async #announceSuccess(reports: readonly MailTestReport[], account: Account): Promise<void> {
    const names = reports.map(({ protocol }) => protocol.toUpperCase()).join(', ');
    const show = vscode.l10n.t('Show Transcript');
    const chosen = await vscode.window.showInformationMessage(
      vscode.l10n.t('{0}: OK, {1} is accepted.', names, account.email),
      show,
    );
    if (chosen === show) this.#parts.output.show();
  }

  async #announceProblem(report: MailTestReport, account: Account): Promise<void> {
    const { output, reports, actions } = this.#parts;
    const { cause, advice, action } = diagnose(report);
    const show = vscode.l10n.t('Show Transcript');
    const save = vscode.l10n.t('Save Report…');
    const anyway = vscode.l10n.t('Test Anyway');
    const mend = action === undefined ? undefined : actionTitle(action);
    const buttons = [
      ...(mend === undefined ? [] : [mend]),
      ...(report.failedStep === 'token' ? [anyway] : [save]),
      show,
    ];
    const chosen = await vscode.window.showErrorMessage(
      `${report.protocol.toUpperCase()}: ${cause} ${advice}`,
      ...buttons,
    );
    if (chosen === show) output.show();
    if (chosen === save) await reports.save(account.id, report.protocol);
    const retest = (current: Account, change?: TestChange) => this.run(current, [report.protocol], change);
    if (chosen === anyway) await retest(account, { despiteToken: true });
    if (chosen === mend && action !== undefined) await actions.perform(action, account, report.protocol, retest);
  }
}
