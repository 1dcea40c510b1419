import { formatHostPort } from '../transport/host.js';
import type { FoundServer } from './types.js';

/** Formats a mail server as protocol, host and port, such as `IMAP imap.example.com:993`. */
export function serverLabel({ protocol, host, port }: FoundServer): string {
  return `${protocol.toUpperCase()} ${formatHostPort(host, port)}`;
}
