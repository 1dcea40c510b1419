import * as l10n from '@vscode/l10n';
import type { Proxy } from '../../transport/proxy.js';
import { ProtocolClient } from '../protocols/protocol-client.js';
import type { SessionOptions, SessionResult } from '../protocols/session.js';
import { Connection } from '../wire/connection.js';
import type { Phases } from '../wire/phases.js';
import type { InitialResponse, RejectedForm } from '../wire/reply.js';
import type { Protocol } from '../wire/server.js';
import type { Transcript } from '../wire/transcript.js';

/** The protocol IDs registered for ALPN (RFC 7301); SMTP has none. */
const alpnNames: Readonly<Record<Protocol, readonly string[]>> = { imap: ['imap'], pop3: ['pop3'], smtp: [] };

/** Options of {@link attemptLogin}. */
export interface LoginAttemptOptions extends Omit<SessionOptions, 'otherFormRejected'> {
  readonly protocol: Protocol;
  readonly proxy: Proxy | undefined;
  readonly ca: string | undefined;
  readonly tryOtherForm: boolean;
  readonly phases: Phases;
  readonly transcript: Transcript;
  readonly signal: AbortSignal | undefined;
}

/** The result of an attempt, with its connection, which is still open. */
export interface LoginAttempt {
  readonly client: ProtocolClient;
  readonly connection: Connection;
  readonly session: SessionResult;
  /** The forms of the credential that the server rejected, in the order in which they were tried. */
  readonly rejectedForms: readonly RejectedForm[];
}

/**
 * Logs in. If the server rejects the form of the command before it evaluates the credential, logs in once more in the
 * other form. A refused credential is never sent again.
 */
export async function attemptLogin(options: LoginAttemptOptions): Promise<LoginAttempt> {
  const first = await connectAndRun(options, options.form, false);
  const [rejected] = first.rejectedForms;
  if (rejected === undefined || options.form !== undefined || !options.tryOtherForm) return first;
  if (isAborted(options)) return first;
  first.connection.close();
  options.phases.end('failed');
  const otherForm = rejected.form === 'inline' ? 'continuation' : 'inline';
  options.transcript.note('authenticate', describeRetry(otherForm));
  const second = await connectAndRun(options, otherForm, true);
  const rejectedForms = [rejected, ...second.rejectedForms];
  // If the other form fails too, the reply to the usual form is more informative.
  return wentFurther(second) || isAborted(options)
    ? { ...second, rejectedForms }
    : withFirst(first, second, rejectedForms);
}

async function connectAndRun(
  options: LoginAttemptOptions,
  form: InitialResponse['form'] | undefined,
  otherFormRejected: boolean,
): Promise<LoginAttempt> {
  const { protocol, server, proxy, ca, phases, transcript } = options;
  const connection = new Connection({ host: server.host, proxy, alpn: alpnNames[protocol], ca, phases, transcript });
  const client = new ProtocolClient(
    protocol,
    { connection, phases, transcript },
    { ...options, form, otherFormRejected },
  );
  const session = await client.run();
  return {
    client,
    connection,
    session,
    rejectedForms: session.rejectedForm === undefined ? [] : [session.rejectedForm],
  };
}

function isAborted({ signal }: LoginAttemptOptions): boolean {
  return signal?.aborted === true;
}

function wentFurther({ session, rejectedForms }: LoginAttempt): boolean {
  return session.initialResponse?.sent === true && rejectedForms.length === 0;
}

function withFirst(first: LoginAttempt, second: LoginAttempt, rejectedForms: readonly RejectedForm[]): LoginAttempt {
  second.connection.close();
  return { ...first, rejectedForms };
}

function describeRetry(form: InitialResponse['form']): string {
  return form === 'inline'
    ? l10n.t(
        'the server rejected the command before reading a credential; trying again with the credential on its line',
      )
    : l10n.t(
        'the server rejected the command before reading the credential; trying again with the credential on a separate line',
      );
}
