import net from 'node:net';
import { domainToASCII } from 'node:url';

/** Formats a host and a port, with IPv6 addresses in brackets. RFC 3986 §3.2.2. */
export function formatHostPort(host: string, port: number): string {
  return `${net.isIPv6(host) ? `[${host}]` : host}:${port}`;
}

/** Whether a host is this machine: `localhost`, 127.0.0.0/8 or ::1, with or without brackets. */
export function isLoopbackHost(host: string): boolean {
  return /^(?:localhost|::1|\[::1\])$/i.test(host) || (net.isIPv4(host) && host.startsWith('127.'));
}

/**
 * The form of a host that is looked up: an address without brackets, an internationalized name as A-labels (RFC 5890
 * §2.3.2.1).
 */
export function asciiHost(host: string): string {
  const bare = host.trim().replace(/^\[(.*)\]$/, '$1');
  return /[^\x00-\x7f]/.test(bare) ? domainToASCII(bare) || bare : bare;
}

/** Whether a number is a TCP port to connect to: an integer from 1 to 65535. */
export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}
