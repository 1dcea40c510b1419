import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import { compareMechanisms, type ComparisonRow } from '../mail/login-check/comparison.js';
import { diagnose } from '../diagnosis/diagnosis.js';
import { checkLogin, type LoginCheckOptions } from '../mail/login-check/login-check.js';
import { reportDocument } from '../report/markdown.js';
import { parseEhloName } from '../mail/wire/ehlo-name.js';
import { isSmtpAddress } from '../mail/wire/smtp-address.js';
import type { Protocol } from '../mail/wire/server.js';
import { type TranscriptEntry } from '../mail/wire/transcript.js';
import { resolveCheckOptions } from '../check-options.js';
import { exitStatus, statusOfResult, UsageError } from './exit-status.js';
import { comparisonToJson, toJson } from '../report/json.js';
import { print, type Io } from './io.js';
import { requireWritable } from './option-file.js';
import { requireOptions, type Options } from './options.js';
import { mailServer, parseForm, parseMechanism, timeoutMs } from './server-options.js';
import {
  explainComparison,
  formatChecks,
  formatComparison,
  formatDiagnosis,
  formatEntry,
  formatOutcome,
  formatRemarks,
} from '../report/text.js';
import type { LoginCheckResult } from '../mail/login-check/result.js';

declare const __VERSION__: string;

/** `--test_…_authentication`: logs in, and prints the transcript and the diagnosis. @returns the exit status */
export async function testAuthentication(protocol: Protocol, options: Options, io: Io): Promise<number> {
  const live = isLive(options);
  const heard: TranscriptEntry[] = [];
  const test: LoginCheckOptions = {
    ...(await checkOptions(protocol, options, io)),
    onEntry: (entry) => {
      heard.push(entry);
      if (live) print(io, formatEntry(entry));
    },
  };
  if (options.compare === true) return compare(test, options, io);
  const report = await checkLogin(test);
  if (options.json === true) {
    const shown = options.show_secrets === true ? { ...report, transcript: heard } : report;
    print(io, JSON.stringify(toJson(shown), undefined, 2));
  } else printResult(report, options, io);
  if (options.report !== undefined) {
    await writeFile(options.report, reportDocument(report, environment()), { mode: 0o600 });
  }
  return statusOfResult(report);
}

/** Whether the transcript is printed while the check runs. */
function isLive({ quiet, json }: Options): boolean {
  return quiet !== true && json !== true;
}

async function checkOptions(protocol: Protocol, options: Options, io: Io): Promise<LoginCheckOptions> {
  if (options.compare === true && options.report !== undefined) {
    throw new UsageError('--report cannot be used with --compare.');
  }
  const { user, access_token: accessToken } = requireOptions(options, 'user', 'access_token');
  if (options.send_test_message === true) requireSendable(protocol, options);
  if (options.report !== undefined) await requireWritable('report', options.report);
  return resolveCheckOptions({
    protocol,
    user,
    accessToken,
    server: mailServer(options, protocol),
    mechanism: parseMechanism(options),
    form: parseForm(options),
    ehloName: options.ehlo_name === undefined ? undefined : parseEhloName(options.ehlo_name),
    timeoutMs: timeoutMs(options),
    signal: io.signal,
    showSecrets: options.show_secrets === true,
    skipTokenCheck: options.despite_token === true,
    sendTestMessage: options.send_test_message === true,
    allowPlaintext: options.allow_plaintext === true,
    caFiles: [options.ca_file],
    proxy: { own: options.proxy },
  });
}

/** @throws {UsageError} if a test message cannot be sent with these options */
function requireSendable(protocol: Protocol, { compare: comparing, user = '' }: Options): void {
  if (protocol !== 'smtp') throw new UsageError('--send_test_message needs --test_smtp_authentication.');
  if (comparing === true) throw new UsageError('--send_test_message cannot be used with --compare.');
  if (!isSmtpAddress(user)) throw new UsageError('--send_test_message needs an email address as --user.');
}

async function compare(test: LoginCheckOptions, options: Options, io: Io): Promise<number> {
  const live = isLive(options);
  const rows = await compareMechanisms({
    ...test,
    ...(live ? { onAttempt: (way) => print(io, `── ${test.protocol.toUpperCase()}: ${way} ──`) } : {}),
  });
  if (options.json === true) {
    print(io, JSON.stringify(comparisonToJson(rows), undefined, 2));
  } else {
    for (const line of [...(live ? [''] : []), ...formatComparison(rows), ...explainComparison(rows)]) print(io, line);
  }
  return statusOfComparison(rows);
}

/** One successful row is a success. */
function statusOfComparison(rows: readonly ComparisonRow[]): number {
  const statuses = rows.map(({ result }) => statusOfResult(result));
  if (statuses.includes(exitStatus.interrupted)) return exitStatus.interrupted;
  return statuses.length === 0 ? exitStatus.connection : Math.min(...statuses);
}

function printResult(report: LoginCheckResult, options: Options, io: Io): void {
  if (options.quiet !== true) for (const line of formatChecks(report.checks)) print(io, line);
  print(io, formatOutcome(report, options.quiet === true));
  for (const line of [...formatDiagnosis(report, diagnose(report)), ...formatRemarks(report)]) print(io, line);
}

function environment(): [string, string][] {
  return [
    ['xoauth2', __VERSION__],
    ['Node.js', process.version],
    ['OpenSSL', process.versions.openssl],
    ['Operating system', `${os.type()} ${os.release()} ${os.arch()}`],
  ];
}
