import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Account } from '../accounts/account.js';
import type { SignedInAccount, TokenManager } from '../accounts/token-manager.js';
import { diagnose, verdictLine } from '../mail/diagnosis.js';
import { testMail, type MailTestReport } from '../mail/mail-test.js';
import type { MailServer, Protocol } from '../mail/server.js';
import { serverWords } from './account-items.js';
import { withCancellableProgress } from './cancellation.js';
import type { Output } from './output.js';
import { readSettings } from './settings.js';
import type { TestResults } from './test-results.js';
import { UserError } from './user-error.js';

/** Tests an account's mail servers, with the conversation in the output channel. */
export class MailTests {
  readonly #tokens: TokenManager;
  readonly #output: Output;
  readonly #results: TestResults;

  constructor(tokens: TokenManager, output: Output, results: TestResults) {
    this.#tokens = tokens;
    this.#output = output;
    this.#results = results;
  }

  /**
   * Tests one server after another and tells how it went in one notification.
   *
   * @throws {OAuthError} why there is no access token; {UserError} why there is no server to test; `vscode.CancellationError`
   */
  async run(account: Account, protocols: readonly Protocol[]): Promise<void> {
    const names = protocols.map((protocol) => protocol.toUpperCase()).join(', ');
    const reports = await withCancellableProgress(
      vscode.l10n.t('Testing {0} for {1}', names, account.email),
      async (signal) => {
        const fresh = await this.#tokens.fresh(account.id, { signal });
        const done: MailTestReport[] = [];
        for (const protocol of protocols) {
          if (!signal.aborted) done.push(await this.#test(fresh, protocol, signal));
        }
        return done;
      },
    );
    await this.#announce(reports.filter(({ verdict }) => verdict !== 'cancelled'), account);
  }

  async #test(account: SignedInAccount, protocol: Protocol, signal: AbortSignal): Promise<MailTestReport> {
    const server = serverOf(account, protocol);
    const ca = await readCaFile(account);
    this.#output.show();
    this.#output.heading(vscode.l10n.t('Test {0}: {1} at {2}', protocol.toUpperCase(), account.email, serverWords(server)));
    const report = await testMail({
      protocol,
      server,
      mechanism: 'XOAUTH2',
      user: account.email,
      accessToken: account.tokens.accessToken,
      timeoutMs: readSettings().timeoutMs,
      signal,
      onEntry: (entry) => this.#output.entry(entry),
      ...(ca === undefined ? {} : { ca }),
    });
    await this.#conclude(report, account);
    return report;
  }

  async #conclude(report: MailTestReport, account: SignedInAccount): Promise<void> {
    const diagnosis = diagnosisOf(report, account);
    this.#output.line(verdictLine(report));
    if (report.verdict === 'refused') this.#output.line(diagnosis.cause);
    if (report.verdict === 'refused' || report.verdict === 'failed') this.#output.line(diagnosis.advice);
    this.#output.line();
    if (report.verdict === 'cancelled') return;
    await this.#results.set(account.id, report.protocol, {
      verdict: report.verdict,
      at: Date.now(),
      cause: diagnosis.cause,
    });
  }

  async #announce(reports: readonly MailTestReport[], account: Account): Promise<void> {
    if (reports.length === 0) return;
    const failed = reports.filter(({ verdict }) => verdict !== 'ok');
    const [first] = failed;
    const show = vscode.l10n.t('Show Transcript');
    const chosen =
      first === undefined
        ? await vscode.window.showInformationMessage(success(reports, account), show)
        : await vscode.window.showErrorMessage(problem(first, account), show);
    if (chosen === show) this.#output.show();
  }
}


function success(reports: readonly MailTestReport[], account: Account): string {
  const names = reports.map(({ protocol }) => protocol.toUpperCase()).join(', ');
  return vscode.l10n.t('{0}: OK, {1} is accepted.', names, account.email);
}

function problem(report: MailTestReport, account: Account): string {
  const { cause, advice } = diagnosisOf(report, account);
  return `${report.protocol.toUpperCase()}: ${cause} ${advice}`;
}

function diagnosisOf(report: MailTestReport, account: Account) {
  return diagnose(report, {
    provider: account.provider,
    requestedScopes: account.scopes,
    now: Date.now(),
    ...(account.tokens?.scopes === undefined ? {} : { grantedScopes: account.tokens.scopes }),
    ...(account.tokens?.expiresAt === undefined ? {} : { tokenExpiresAt: account.tokens.expiresAt }),
  });
}

function serverOf(account: Account, protocol: Protocol): MailServer {
  const server = account.mailServers[protocol];
  if (server === undefined) {
    throw new UserError(
      'no-server',
      vscode.l10n.t('{0} has no {1} server yet: name one with “Edit Account”.', account.email, protocol.toUpperCase()),
    );
  }
  return server;
}

async function readCaFile({ caFile }: Account): Promise<string | undefined> {
  if (caFile === undefined) return undefined;
  const text = await readFile(caFile, 'utf8').catch(() => '');
  if (!text.includes('-----BEGIN CERTIFICATE-----')) {
    throw new UserError(
      'bad-ca-file',
      vscode.l10n.t('The CA file {0} cannot be read or holds no PEM certificate: choose another with “Edit Account”.', caFile),
    );
  }
  return text;
}
