import { isPort } from '../../transport/host.js';

/** The mail protocols. */
export type Protocol = 'imap' | 'smtp' | 'pop3';

export const protocols: readonly Protocol[] = ['imap', 'smtp', 'pop3'];

/** How a connection is secured: implicit TLS, mandatory STARTTLS, or not at all. RFC 8314 §3. */
export type Security = 'tls' | 'starttls' | 'none';

/** The address of a mail server. */
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

/** The default port of a protocol. RFC 8314 §3, §7. */
export function defaultPort(protocol: Protocol, security: Security): number {
  return ports[protocol][security === 'none' ? 'starttls' : security];
}

/** Parses a host with an optional port: `imap.example.com`, `localhost:10993`, `[::1]:993`. */
export function parseHostAndPort(text: string): { readonly host: string; readonly port?: number } | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:/@[\]]+))(?::(\d{1,5}))?$/.exec(text.trim());
  const host = match?.[1] ?? match?.[2];
  if (host === undefined) return undefined;
  if (match?.[3] === undefined) return { host };
  const port = Number(match[3]);
  return isPort(port) ? { host, port } : undefined;
}

/** The security that a port implies; `undefined` for a non-standard port. RFC 8314 §3. */
export function securityOfPort(protocol: Protocol, port: number | undefined): Security | undefined {
  if (port === undefined || port === defaultPort(protocol, 'tls')) return 'tls';
  return port === defaultPort(protocol, 'starttls') ? 'starttls' : undefined;
}

/**
 * Builds a mail server from `host[:port]` and its security, with the default port if none is given; `undefined` if the
 * text is invalid.
 */
export function toMailServer(protocol: Protocol, text: string, security: Security): MailServer | undefined {
  const parsed = parseHostAndPort(text);
  return parsed === undefined
    ? undefined
    : { host: parsed.host, port: parsed.port ?? defaultPort(protocol, security), security };
}
