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

const own = new net.BlockList();
own.addSubnet('127.0.0.0', 8);
own.addSubnet('0.0.0.0', 8);
own.addAddress('::1', 'ipv6');
own.addAddress('::', 'ipv6');

/**
 * Whether a connection to a host that somebody else has named reaches this machine, in any notation: `localhost` with
 * its subdomains, 127.1, 0.0.0.0, `[::ffff:7f00:1]`. A name that only resolves to such an address is not recognized.
 */
export function isThisMachine(host: string): boolean {
  const url = `http://${net.isIPv6(host) ? `[${host}]` : host}/`;
  const bare = (URL.canParse(url) ? new URL(url).hostname : host).replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  const family = net.isIP(bare);
  return family === 0 ? /(?:^|\.)localhost$/i.test(bare) : own.check(bare, family === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Whether a name does not exist in public DNS: it is special-use or local to a network (RFC 6761, RFC 6762 §3, RFC
 * 8375), or common in routers and clouds.
 */
export function isLocalName(name: string): boolean {
  return /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|private|lan|home|corp|arpa|test|invalid|example)$/i.test(
    name,
  );
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
