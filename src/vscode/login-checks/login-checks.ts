import * as vscode from 'vscode';
import type { Account } from '../../accounts/account.js';
import { defined } from '../../common/defined.js';
import type { SignedInAccount, TokenManager } from '../../accounts/token-manager.js';
import { diagnose, type Action } from '../../diagnosis/diagnosis.js';
import { compareMechanisms, type ComparisonRow } from '../../mail/login-check/comparison.js';
import { checkLogin, type LoginCheckOptions } from '../../mail/login-check/login-check.js';
import type { LoginCheckResult } from '../../mail/login-check/result.js';
import { protocols, type Protocol } from '../../mail/wire/server.js';
import { describeServer } from '../../report/action-title.js';
import { toJson, type JsonReport } from '../../report/json.js';
import {
  explainComparison,
  formatChecks,
  formatComparison,
  formatDiagnosis,
  formatOutcome,
  formatRemarks,
} from '../../report/text.js';
import type { ResultPages } from '../result-page/result-pages.js';
import { contextKeys } from '../ui/ids.js';
import { confirm } from '../ui/notifications.js';
import { readSettings } from '../ui/settings.js';
import { announceComparison, announceResults, type Visible } from './announce.js';
import { checkOptions, confirmPlaintext, requireServer } from './check-options.js';
import type { DiagnosisActions, TestChange } from './diagnosis-actions.js';
import type { LastOutcomes } from './last-outcomes.js';
import type { Output } from './output.js';
import type { ReportHistory } from './report-history.js';
import { RunningTests } from './running-tests.js';

/** The dependencies of the tests. */
export interface LoginChecksDependencies {
  readonly tokens: TokenManager;
  readonly output: Output;
  readonly pages: ResultPages;
  readonly results: LastOutcomes;
  readonly history: ReportHistory;
  readonly actions: DiagnosisActions;
}

/**
 * Tests an account's mail servers. Progress is shown on the result page and in the output channel, failures in one
 * notification.
 */
export class LoginChecks {
  readonly #parts: LoginChecksDependencies;
  readonly #running = new RunningTests();

  constructor(parts: LoginChecksDependencies) {
    this.#parts = parts;
  }

  /**
   * Tests one server after another.
   *
   * @throws {OAuthError} if no access token can be obtained; {UserError} `no-server`; `vscode.CancellationError`
   */
  async run(account: Account, servers: readonly Protocol[], change: TestChange = {}): Promise<void> {
    const allowPlain = await confirmPlaintext(account, servers);
    const reports = await this.#each(account, servers, async (fresh, protocol, signal) => {
      const options = { ...(await checkOptions(fresh, protocol)), ...change, allowPlain, signal };
      const heading = vscode.l10n.t(
        'Test {0}: {1} at {2}',
        protocol.toUpperCase(),
        account.email,
        describeServer(options.server),
      );
      const report = await checkLogin(await this.#listening(account.id, options, heading));
      return this.#finish(report, fresh);
    });
    const button = await announceResults(
      reports.filter(({ outcome }) => outcome !== 'cancelled'),
      account,
      this.#visible(account.id),
    );
    if (button?.kind === 'show') await this.#show(account.id);
    // The user has agreed to send a message, and none has been accepted yet.
    const kept = defined({ sendTestMessage: change.sendTestMessage });
    if (button?.kind === 'anyway') await this.run(account, [button.protocol], { ...kept, skipTokenCheck: true });
    if (button?.kind === 'action') await this.perform(button.action, account, button.protocol, kept);
  }

  /**
   * Sends a message from the account to itself, after confirmation.
   *
   * @throws as {@link run}; {UserError} if the account has no SMTP server
   */
  async sendTestMessage(account: Account): Promise<void> {
    const server = requireServer(account, 'smtp');
    const send = vscode.l10n.t('Send');
    const chosen = await confirm(
      vscode.l10n.t('Send one message from {0} to {0} through {1}?', account.email, describeServer(server)),
      vscode.l10n.t(
        'A login alone does not show whether the server accepts messages. The message says that it is a test, and can be deleted.',
      ),
      send,
    );
    if (chosen === send) await this.run(account, ['smtp'], { sendTestMessage: true });
  }

  /** Logs in with every mechanism that the servers offer, and shows a table of the results. @throws as {@link run} */
  async compare(account: Account, servers: readonly Protocol[]): Promise<void> {
    const allowPlain = await confirmPlaintext(account, servers);
    const rows = await this.#each(account, servers, async (fresh, protocol, signal) => {
      const options = { ...(await checkOptions(fresh, protocol)), allowPlain, signal };
      const heading = vscode.l10n.t(
        'Compare the mechanisms of {0} for {1}',
        describeServer(options.server),
        account.email,
      );
      return compareMechanisms({
        ...(await this.#listening(account.id, options, heading)),
        onAttempt: (way) => this.#parts.output.heading(`${protocol.toUpperCase()}: ${way}`),
      });
    });
    await this.#finishComparison(rows.flat(), account);
  }

  /**
   * Performs the action of a diagnosis, and tests again if that shows whether it helped.
   *
   * @param kept further overrides for the retest
   * @throws as {@link run}
   */
  async perform(action: Action, account: Account, protocol: Protocol, kept: TestChange = {}): Promise<void> {
    const { history, actions } = this.#parts;
    // A new token may also help the other servers whose diagnosis advises one.
    const helped =
      action.kind === 'refresh' ? await history.protocolsAdvising(account.id, action) : new Set<Protocol>();
    const again = protocols.filter((one) => one === protocol || helped.has(one));
    for (const one of again) history.didTry(account.id, one, action);
    await actions.perform(action, account, protocol, (current, change) =>
      this.run(current, again, { ...kept, ...change }),
    );
  }

  /** Cancels the running test of an account. */
  cancel(accountId: string): Promise<void> {
    this.#running.cancel(accountId);
    return Promise.resolve();
  }

  /** Shows the page or the output channel, according to the setting. */
  async #show(accountId: string, preserveFocus = false): Promise<void> {
    if (readSettings().showResult === 'output') this.#parts.output.show();
    else await this.#parts.pages.show(accountId, { preserveFocus });
  }

  #visible(accountId: string): Visible {
    if (this.#parts.pages.isVisible(accountId)) return 'page';
    return readSettings().showResult === 'output' ? 'output' : 'nothing';
  }

  async #each<T>(
    account: Account,
    servers: readonly Protocol[],
    run: (fresh: SignedInAccount, protocol: Protocol, signal: AbortSignal) => Promise<T>,
  ): Promise<T[]> {
    const names = servers.map((protocol) => protocol.toUpperCase()).join(', ');
    const title = vscode.l10n.t('Testing {0} for {1}', names, account.email);
    await this.#show(account.id, true);
    const done: T[] = [];
    try {
      await this.#running.run(account.id, title, this.#visible(account.id) === 'page', async (signal) => {
        const [first] = servers;
        if (first !== undefined) await this.#parts.pages.start(account.id, first, title);
        const fresh = await this.#parts.tokens.fresh(account.id, { signal });
        for (const protocol of servers) {
          if (signal.aborted) break;
          await this.#parts.pages.start(account.id, protocol, title);
          done.push(await run(fresh, protocol, signal));
        }
      });
    } finally {
      await this.#parts.pages.end(account.id);
    }
    return done;
  }

  async #listening(accountId: string, options: LoginCheckOptions, heading: string): Promise<LoginCheckOptions> {
    const { output, pages } = this.#parts;
    output.heading(heading);
    await pages.start(accountId, options.protocol, heading);
    return {
      ...options,
      onEntry: (entry) => {
        output.entry(entry);
        pages.entry(accountId, entry);
      },
    };
  }

  async #finish(report: LoginCheckResult, account: SignedInAccount): Promise<JsonReport> {
    const { output, results, history } = this.#parts;
    // Remembered first, because the history knows which actions were tried.
    const remembered =
      report.outcome === 'cancelled'
        ? undefined
        : await history.remember(account.id, report, account.tokens.obtainedAt);
    const diagnoses = remembered?.diagnoses ?? diagnose(report);
    for (const line of [
      ...formatChecks(report.checks),
      formatOutcome(report, false),
      ...formatDiagnosis(report, diagnoses),
      ...formatRemarks(report),
      '',
    ]) {
      output.line(line);
    }
    if (remembered === undefined) return toJson(report);
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
    return remembered;
  }

  async #finishComparison(rows: readonly ComparisonRow[], account: Account): Promise<void> {
    const { output, history } = this.#parts;
    for (const line of ['', ...formatComparison(rows), ...explainComparison(rows), '']) output.line(line);
    await history.rememberComparison(account.id, rows);
    const button = await announceComparison(rows, account, this.#visible(account.id));
    if (button === 'show') await this.#show(account.id);
  }
}
