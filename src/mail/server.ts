/** The protocols that a mailbox is reached by. */
export type Protocol = 'imap' | 'smtp' | 'pop3';

/** How a connection is secured: implicit TLS, STARTTLS (required), or not at all. RFC 8314 §3. */
export type Security = 'tls' | 'starttls' | 'none';

/** Where a mail server listens. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly security: Security;
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
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}
