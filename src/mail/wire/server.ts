import net from 'node:net';
import { domainToASCII } from 'node:url';
import type { Mechanism } from '../../sasl/mechanism.js';

/** The protocols that a mailbox is reached by. */
export type Protocol = 'imap' | 'smtp' | 'pop3';

export const protocols: readonly Protocol[] = ['imap', 'smtp', 'pop3'];

/** How a connection is secured: implicit TLS, STARTTLS (required), or not at all. RFC 8314 §3. */
export type Security = 'tls' | 'starttls' | 'none';

/** Where a mail server listens. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly security: Security;
}

/** What is known of a mail server before it is asked, from its provider's documentation. */
export interface ServerProfile {
  /** The provider's name, for sentences. */
  readonly provider: string;
  /** The mechanisms it takes. */
  readonly mechanisms?: readonly Mechanism[];
  /** The scopes of which a token needs one, by protocol; the first is the one to ask for. Letter case does not count. */
  readonly scopes?: Readonly<Partial<Record<Protocol, readonly string[]>>>;
  /** The audiences (`aud`) of which a JWT needs one. */
  readonly audiences?: readonly string[];
  /** Whether a token opens its owner's mailbox only. */
  readonly ownerOnly?: boolean;
  /** Whether its POP3 server wants AUTH and the credential on two lines. */
  readonly separatePop3Credential?: boolean;
}

const ports: Record<Protocol, Record<'tls' | 'starttls', number>> = {
  imap: { tls: 993, starttls: 143 },
  smtp: { tls: 465, starttls: 587 },
  pop3: { tls: 995, starttls: 110 },
};

/** The port that a protocol has by custom. RFC 8314 §3, §7. */
export function defaultPort(protocol: Protocol, security: Security): number {
  return ports[protocol][security === 'none' ? 'starttls' : security];
}

/** Whether a host is this machine: `localhost`, 127.0.0.0/8 or ::1. */
export function isLoopbackHost(host: string): boolean {
  return /^(?:localhost|::1|\[::1\])$/i.test(host) || (net.isIPv4(host) && host.startsWith('127.'));
}

/** A host as it is looked up: an address without brackets, a name of other scripts in its ASCII form (RFC 5890 §2.3.2.1). */
export function asciiHost(host: string): string {
  const bare = host.trim().replace(/^\[(.*)\]$/, '$1');
  return /[^\x00-\x7f]/.test(bare) ? domainToASCII(bare) || bare : bare;
}
