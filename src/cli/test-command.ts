import { diagnose, verdictLine } from '../mail/diagnosis.js';
import { testMail, type MailTestReport } from '../mail/mail-test.js';
import type { Protocol } from '../mail/server.js';
import { formatEntry } from '../mail/transcript.js';
import { statusOfReport, UsageError } from './exit-status.js';
import { print, type Io } from './io.js';
import type { Options } from './options.js';
import { caFile, mailServer, parseMechanism, timeoutMs } from './server-options.js';

/** `--test_…_authentication`: logs in, prints the conversation and the verdict. @returns the exit status */
export async function testAuthentication(protocol: Protocol, options: Options, io: Io): Promise<number> {
  const { user, access_token: accessToken } = options;
  if (user === undefined || accessToken === undefined) throw new UsageError('--user and --access_token are both needed.');
  const ca = await caFile(options);
  const live = options.quiet !== true && options.json !== true;
  const report = await testMail({
    protocol,
    user,
    accessToken,
    server: mailServer(options, protocol),
    mechanism: parseMechanism(options),
    timeoutMs: timeoutMs(options),
    signal: io.signal,
    showSecrets: options.show_secrets === true,
    ...(ca === undefined ? {} : { ca }),
    ...(live ? { onEntry: (entry) => print(io, formatEntry(entry)) } : {}),
  });
  if (options.json === true) print(io, JSON.stringify(toJson(report), undefined, 2));
  else conclude(report, io);
  return statusOfReport(report);
}

function conclude(report: MailTestReport, io: Io): void {
  print(io, verdictLine(report));
  if (report.verdict === 'ok' || report.verdict === 'cancelled') return;
  const { cause, advice } = diagnose(report);
  if (report.verdict === 'refused') print(io, cause);
  print(io, advice);
}

function toJson(report: MailTestReport) {
  const { transcript, ...facts } = report;
  return { ...facts, diagnosis: diagnose(report), transcript };
}
