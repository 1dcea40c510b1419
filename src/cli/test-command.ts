import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import { compareMechanisms, explainComparison, formatComparison, type ComparisonRow } from '../mail/login-check/comparison.js';
import { diagnose, diagnosisLines, verdictLine } from '../diagnosis/diagnosis.js';
import { testMail, type MailTestOptions, type MailTestReport } from '../mail/login-check/login-check.js';
import { reportDocument } from '../report/markdown.js';
import type { Protocol } from '../mail/wire/server.js';
import { formatStages } from '../mail/login-check/checks.js';
import { formatEntry, type TranscriptEntry } from '../mail/wire/transcript.js';
import { knowledgeOf } from '../providers/known-servers.js';
import { exitStatus, statusOfReport, UsageError } from './exit-status.js';
import { print, type Io } from './io.js';
import type { Options } from './options.js';
import { caFile, chooseProxy, mailServer, parseForm, parseMechanism, timeoutMs } from './server-options.js';

declare const __VERSION__: string;

/** `--test_…_authentication`: logs in, prints the conversation and the verdict. @returns the exit status */
export async function testAuthentication(protocol: Protocol, options: Options, io: Io): Promise<number> {
  const live = isLive(options);
  const heard: TranscriptEntry[] = [];
  const test: MailTestOptions = {
    ...(await testOptions(protocol, options, io)),
    onEntry: (entry) => {
      heard.push(entry);
      if (live) print(io, formatEntry(entry));
    },
  };
  if (options.compare === true) return compare(test, options, io);
  const report = await testMail(test);
  if (options.json === true) print(io, JSON.stringify(toJson({ ...report, transcript: heard }), undefined, 2));
  else conclude(report, options, io);
  if (options.report !== undefined) {
    await writeFile(options.report, reportDocument(report, environment()), { mode: 0o600 });
  }
  return statusOfReport(report);
}

/** Whether the conversation is printed as it goes. */
function isLive({ quiet, json }: Options): boolean {
  return quiet !== true && json !== true;
}

async function testOptions(protocol: Protocol, options: Options, io: Io): Promise<MailTestOptions> {
  const { user, access_token: accessToken } = options;
  if (options.compare === true && options.report !== undefined) {
    throw new UsageError('--report is of one test: leave out --compare.');
  }
  if (user === undefined || accessToken === undefined) {
    throw new UsageError('--user and --access_token are both needed.');
  }
  const server = mailServer(options, protocol);
  const ca = await caFile(options);
  const proxy = chooseProxy(options, server);
  const form = parseForm(options);
  const knowledge = knowledgeOf(server.host);
  return {
    protocol,
    user,
    accessToken,
    server,
    mechanism: parseMechanism(options),
    timeoutMs: timeoutMs(options),
    signal: io.signal,
    showSecrets: options.show_secrets === true,
    despiteToken: options.despite_token === true,
    allowPlain: options.allow_plaintext === true,
    ...(form === undefined ? {} : { form }),
    ...(knowledge === undefined ? {} : { knowledge }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(ca === undefined ? {} : { ca }),
  };
}

async function compare(test: MailTestOptions, options: Options, io: Io): Promise<number> {
  const live = isLive(options);
  const rows = await compareMechanisms({
    ...test,
    ...(live ? { onAttempt: (way) => print(io, `── ${test.protocol.toUpperCase()}: ${way} ──`) } : {}),
  });
  if (options.json === true) {
    print(
      io,
      JSON.stringify(
        rows.map(({ mechanism, form, report }) => ({ form, ...toJson(report), mechanism })),
        undefined,
        2,
      ),
    );
  } else {
    for (const line of [...(live ? [''] : []), ...formatComparison(rows), ...explainComparison(rows)]) print(io, line);
  }
  return statusOfComparison(rows);
}

/** The best of the rows counts: one way in is a way in. */
function statusOfComparison(rows: readonly ComparisonRow[]): number {
  const statuses = rows.map(({ report }) => statusOfReport(report));
  if (statuses.includes(exitStatus.interrupted)) return exitStatus.interrupted;
  return statuses.length === 0 ? exitStatus.connection : Math.min(...statuses);
}

function conclude(report: MailTestReport, options: Options, io: Io): void {
  if (options.quiet !== true) for (const line of formatStages(report.stages)) print(io, line);
  print(io, verdictLine(report, options.quiet === true));
  for (const line of diagnosisLines(report, diagnose(report))) print(io, line);
}

function toJson(report: MailTestReport) {
  const { transcript, ...facts } = report;
  return { ...facts, diagnosis: diagnose(report), transcript };
}

function environment(): [string, string][] {
  return [
    ['xoauth2', __VERSION__],
    ['Node.js', process.version],
    ['OpenSSL', process.versions.openssl],
    ['Operating system', `${os.type()} ${os.release()} ${os.arch()}`],
  ];
}
