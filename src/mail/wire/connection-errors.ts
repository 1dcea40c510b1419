import * as l10n from '@vscode/l10n';
import { TransportError, type TransportErrorCode } from '../../transport/errors.js';
import { formatHostPort } from '../../transport/host.js';
import type { Phase } from './phases.js';

/** The error for a connection that the server closed during a phase. */
export function connectionLost(phase: Phase): TransportError {
  return new TransportError('connection-lost', describeClose(phase));
}

function describeClose(phase: Phase): string {
  switch (phase) {
    case 'greeting':
      return l10n.t('The server closed the connection before sending a greeting.');
    case 'authenticate':
      return l10n.t('The server closed the connection instead of answering the login.');
    case 'mailbox':
      return l10n.t('The server accepted the login but closed the connection on the first command.');
    case 'message':
      return l10n.t(
        'The server accepted the login but closed the connection while a message was sent. Whether it accepted the message is not known.',
      );
    default:
      return l10n.t('The server closed the connection in the middle of the conversation.');
  }
}

/** The error for a TCP connection that could not be established. */
export function connectError(error: NodeJS.ErrnoException, host: string, port: number): TransportError {
  const reason = error instanceof AggregateError ? mostSpecific(error.errors as NodeJS.ErrnoException[]) : error;
  const fail = (code: TransportErrorCode, message: string) => new TransportError(code, message, { cause: error });
  switch (reason.code ?? '') {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return fail('host-not-found', l10n.t('The host name {0} was not found, or cannot be looked up now.', host));
    case 'ECONNREFUSED':
      return fail('connection-refused', l10n.t('Nothing listens at {0}.', formatHostPort(host, port)));
    default:
      return fail(
        'host-unreachable',
        l10n.t('Could not reach {0} ({1}).', formatHostPort(host, port), reason.code ?? reason.message),
      );
  }
}

/**
 * Chooses among the errors of all addresses: a refusal is more informative than a timeout, the last more than the
 * first.
 */
function mostSpecific(errors: readonly NodeJS.ErrnoException[]): NodeJS.ErrnoException {
  return errors.find(({ code }) => code === 'ECONNREFUSED') ?? errors.at(-1) ?? new Error('no address');
}
