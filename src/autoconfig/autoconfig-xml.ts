import { SaxesParser } from 'saxes';
import { defined } from '../common/defined.js';
import { defaultPort, type Protocol, type Security } from '../mail/wire/server.js';
import { isPort } from '../transport/host.js';
import { noSecrets, safeText } from '../transport/safe-text.js';
import type { FoundServer } from './types.js';

/** The content of an Autoconfig file. Texts are safe to display. */
export interface AutoconfigFile {
  readonly servers: readonly FoundServer[];
  readonly issuer?: string;
  readonly scopes: readonly string[];
}

/** The maximum number of elements. Real files have a few dozen. */
const maximumElements = 2000;
/** The maximum nesting depth. Real files have four levels. */
const maximumDepth = 20;
/** The maximum number of servers. */
const maximumServers = 20;

/** An `<incomingServer>` or `<outgoingServer>` while it is parsed. */
interface ServerFields {
  readonly type: string;
  hostname?: string;
  port?: string;
  socketType?: string;
  readonly authentication: string[];
}

/**
 * Parses an Autoconfig file (draft-ietf-mailmaint-autoconfig). Only the five predefined entities are supported; a
 * document type declaration is an error.
 *
 * @param domain replaces `%EMAILDOMAIN%` in host names
 * @returns `undefined` for any other text
 */
export function parseAutoconfig(text: string, domain: string): AutoconfigFile | undefined {
  const reader = new AutoconfigReader(domain);
  return reader.read(text) ? reader.file() : undefined;
}

class AutoconfigReader {
  readonly #domain: string;
  readonly #path: string[] = [];
  readonly #servers: ServerFields[] = [];
  readonly #oauth: Record<string, string> = {};
  #text = '';
  #elements = 0;
  #isAutoconfig = false;

  constructor(domain: string) {
    this.#domain = domain;
  }

  /** @returns whether the text is an Autoconfig file */
  read(text: string): boolean {
    // The parser throws for a lone surrogate, which a file cannot contain in any encoding.
    if (/\p{Surrogate}/u.test(text)) return false;
    const parser = new SaxesParser();
    let failed = false;
    parser.on('error', () => (failed = true));
    parser.on('doctype', () => (failed = true));
    parser.on('opentag', ({ name, attributes }) => this.#open(name, attributes));
    parser.on('text', (part) => (this.#text += part));
    parser.on('cdata', (part) => (this.#text += part));
    parser.on('closetag', ({ name }) => this.#close(name));
    // In chunks, so that parsing stops at the first error.
    for (let at = 0; at < text.length && !failed; at += 4096) {
      parser.write(text.slice(at, at + 4096));
      failed ||= this.#elements > maximumElements || this.#path.length > maximumDepth;
    }
    if (!failed) parser.close();
    return !failed && this.#isAutoconfig;
  }

  file(): AutoconfigFile {
    const servers = this.#servers
      .map((fields) => toServer(fields, this.#domain))
      .filter((server) => server !== undefined);
    const { issuer, scope = '' } = this.#oauth;
    return {
      servers: servers.slice(0, maximumServers),
      scopes: scope
        .split(/[\s,]+/)
        .filter(Boolean)
        .slice(0, 20),
      ...defined({ issuer: issuer === '' ? undefined : issuer }),
    };
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#elements++;
    if (this.#path.length === 0) this.#isAutoconfig = name === 'clientConfig';
    this.#path.push(name);
    this.#text = '';
    const isServer = name === 'incomingServer' || name === 'outgoingServer';
    if (isServer) this.#servers.push({ type: attributes['type'] ?? '', authentication: [] });
  }

  #close(name: string): void {
    this.#path.pop();
    const parent = this.#path.at(-1);
    const value = safeText(this.#text.trim(), { ...noSecrets, limit: 500 });
    this.#text = '';
    if (parent === 'oAuth2') this.#oauth[name] ??= value;
    const server = this.#servers.at(-1);
    if (server === undefined || (parent !== 'incomingServer' && parent !== 'outgoingServer')) return;
    if (name === 'authentication') server.authentication.push(value);
    else if (name === 'hostname' || name === 'port' || name === 'socketType') server[name] ??= value;
  }
}

const securities: Readonly<Record<string, Security>> = { SSL: 'tls', STARTTLS: 'starttls', PLAIN: 'none' };

function toServer(
  { type, hostname = '', port = '', socketType = '', authentication }: ServerFields,
  domain: string,
): FoundServer | undefined {
  const protocol = toProtocol(type);
  const security = securities[socketType.toUpperCase()];
  const host = hostname.replaceAll('%EMAILDOMAIN%', domain).toLowerCase();
  if (protocol === undefined || security === undefined || !isHostName(host)) return undefined;
  const number = port === '' ? defaultPort(protocol, security) : Number(port);
  if (!isPort(number)) return undefined;
  const oauth = authentication.length === 0 ? undefined : authentication.some((way) => /^oauth2$/i.test(way));
  return { protocol, host, port: number, security, ...defined({ oauth }) };
}

function toProtocol(type: string): Protocol | undefined {
  return type === 'imap' || type === 'smtp' || type === 'pop3' ? type : undefined;
}

/** Whether a text is a host name or an IPv4 address. */
export function isHostName(text: string): boolean {
  return text.length <= 253 && /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?$/i.test(text);
}
