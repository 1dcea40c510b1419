import { performance } from 'node:perf_hooks';
import * as l10n from '@vscode/l10n';
import { SaslError } from '../sasl/errors.js';
import { encodeInitialResponse, type Mechanism } from '../sasl/mechanism.js';
import { Connection } from './connection.js';
import { Cancelled, MailError, Refused } from './errors.js';
import { ImapDialogue } from './imap.js';
import { Pop3Dialogue } from './pop3.js';
import type { MailTestReport, Verdict } from './report.js';
import { isLoopbackHost, type MailServer, type Protocol } from './server.js';
import { Session } from './session.js';
import { SmtpDialogue } from './smtp.js';
import { Steps } from './steps.js';
import { Transcript, type TranscriptEntry } from './transcript.js';

export type { MailTestReport, Verdict } from './report.js';

/** How long the server's goodbye is waited for, in ms; the verdict stands by then. */
const logoutGrace = 500;

/** What a test needs. */
export interface MailTestOptions {
  readonly protocol: Protocol;
  readonly server: MailServer;
  readonly mechanism: Mechanism;
  readonly user: string;
  readonly accessToken: string;
  /** Certificates of authorities (PEM) that are trusted besides the usual ones. */
  readonly ca?: string;
  /** The deadline of each step, in ms; 20 000 unless told. */
  readonly timeoutMs?: number;
  /** Ends the test, to the socket. */
  readonly signal?: AbortSignal;
  /** The clock, in ms; `performance.now` unless told. */
  readonly now?: () => number;
  /** Writes the credential into the transcript. */
  readonly showSecrets?: boolean;
  /** Hears every line of the transcript as it is written. */
  readonly onEntry?: (entry: TranscriptEntry) => void;
}

/**
 * Logs in to a mail server, opens the mailbox and logs out. It never rejects for what servers, networks
 * and credentials do: the report says how it ended.
 */
export async function testMail(options: MailTestOptions): Promise<MailTestReport> {
  const encoded = encodeCredential(options);
  const transcript = new Transcript({
    now: options.now ?? (() => performance.now()),
    showSecrets: options.showSecrets === true,
    secrets: encoded instanceof MailError ? [options.accessToken] : [encoded, options.accessToken],
    onEntry: options.onEntry,
  });
  const steps = new Steps(options.timeoutMs ?? 20_000, () => transcript.elapsed(), options.signal);
  const connection = new Connection(options.server.host, steps, transcript);
  const session = new Session({
    connection,
    steps,
    transcript,
    server: options.server,
    mechanism: options.mechanism,
    user: options.user,
    credential: encoded instanceof MailError ? '' : encoded,
    ca: options.ca,
  });
  try {
    if (encoded instanceof MailError) throw encoded;
    refusePlain(options.server);
    const dialogue = dialogueFor(options.protocol, session);
    await dialogue.run();
    steps.end('ok');
    const report = toReport(options, session, 'ok');
    await goodbye(dialogue, session);
    return { ...report, steps: steps.times, transcript: transcript.entries };
  } catch (error) {
    return failure(error, options, session);
  } finally {
    connection.close();
    steps.dispose();
  }
}

function encodeCredential({ mechanism, user, accessToken, server }: MailTestOptions): string | MailError {
  try {
    return encodeInitialResponse(mechanism, { user, accessToken, host: server.host, port: server.port });
  } catch (error) {
    if (error instanceof SaslError) return new MailError('invalid-credential', error.message, { cause: error });
    throw error;
  }
}

/** A bearer token goes over TLS only (RFC 6750 §5.2), or not over a network at all. */
function refusePlain({ security, host }: MailServer): void {
  if (security !== 'none' || isLoopbackHost(host)) return;
  throw new MailError('plain-refused', l10n.t('Without TLS a token is sent to this machine only, and {0} is another.', host));
}

function dialogueFor(protocol: Protocol, session: Session): ImapDialogue | SmtpDialogue | Pop3Dialogue {
  switch (protocol) {
    case 'imap':
      return new ImapDialogue(session);
    case 'smtp':
      return new SmtpDialogue(session);
    case 'pop3':
      return new Pop3Dialogue(session);
  }
}

/** The verdict stands: whatever happens to the goodbye is in the transcript and changes nothing. */
async function goodbye(dialogue: ReturnType<typeof dialogueFor>, { steps }: Session): Promise<void> {
  try {
    steps.begin('logout', logoutGrace);
    await dialogue.logout();
    steps.end('ok');
  } catch {
    steps.end('failed');
  }
}

function failure(error: unknown, options: MailTestOptions, session: Session): MailTestReport {
  const failedStep = session.steps.current;
  session.steps.end('failed');
  if (error instanceof Refused) {
    session.reply = error.reply;
    return { ...toReport(options, session, 'refused'), failedStep };
  }
  if (error instanceof Cancelled) {
    return { ...toReport(options, session, 'cancelled'), failedStep };
  }
  if (!(error instanceof MailError)) throw error;
  const { code, message } = error;
  return { ...toReport(options, session, 'failed'), failedStep, failure: { code, message } };
}

function toReport({ protocol, server, mechanism, user }: MailTestOptions, session: Session, verdict: Verdict): MailTestReport {
  const { reply, challenge, tls, initialResponse, capabilities, steps, transcript } = session;
  return {
    protocol,
    server,
    mechanism,
    user,
    verdict,
    capabilities,
    steps: steps.times,
    transcript: transcript.entries,
    ms: transcript.elapsed(),
    ...(reply === undefined ? {} : { reply }),
    ...(challenge === undefined ? {} : { challenge }),
    ...(tls === undefined ? {} : { tls }),
    ...(initialResponse === undefined ? {} : { initialResponse }),
  };
}
