import { performance } from 'node:perf_hooks';
import { checkCa } from '../../transport/ca-file.js';
import { asciiHost } from '../../transport/host.js';
import { proxySecrets, type Proxy } from '../../transport/proxy.js';
import { noSecrets, safeText, type SafeText } from '../../transport/safe-text.js';
import { ProtocolClient } from '../protocols/protocol-client.js';
import { Connection } from '../wire/connection.js';
import { Phases } from '../wire/phases.js';
import type { MailServer, Protocol } from '../wire/server.js';
import { Transcript } from '../wire/transcript.js';
import { noCredentials } from './credentials.js';

/** Options of {@link readServerCapabilities}. */
export interface CapabilityRequest {
  readonly protocol: Protocol;
  readonly server: MailServer;
  readonly ca?: string | undefined;
  readonly proxy?: Proxy | undefined;
  /** The time limit of each phase, in ms; 20 000 by default. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a server supports before a login, after TLS has been negotiated if `security` requires it. */
export interface ServerCapabilities {
  readonly capabilities: readonly SafeText[];
  /** The SASL mechanisms that it lists; may be empty. */
  readonly mechanisms: readonly SafeText[];
}

/** The maximum number of capabilities in the result. Servers list a few dozen. */
const maximumCapabilities = 200;

/**
 * Connects to a mail server, reads its capabilities and disconnects, without a login.
 *
 * @throws {MailOAuthError} if the server cannot be reached, or not securely; the signal's reason
 */
export async function readServerCapabilities(request: CapabilityRequest): Promise<ServerCapabilities> {
  const { protocol, server: given, ca, proxy, timeoutMs = 20_000, signal } = request;
  checkCa(ca);
  const server = { ...given, host: asciiHost(given.host) };
  const transcript = new Transcript({
    now: () => performance.now(),
    showSecrets: false,
    secrets: proxySecrets(proxy),
  });
  const phases = new Phases(timeoutMs, () => transcript.elapsed(), signal);
  const connection = new Connection({ host: server.host, proxy, alpn: [], ca, phases, transcript });
  const client = new ProtocolClient(
    protocol,
    { connection, phases, transcript },
    {
      server,
      mechanism: 'best',
      user: '',
      credentials: noCredentials,
      form: undefined,
      otherFormRejected: false,
      sendTestMessage: false,
      now: Date.now,
      ehloName: undefined,
      separatePop3Credential: undefined,
    },
  );
  try {
    const session = await client.readCapabilities();
    if ('error' in session) throw session.error;
    client.logout();
    connection.end(500);
    const capabilities = transcript
      .redactList(session.capabilities.slice(0, maximumCapabilities))
      .map((line) => transcript.safe(line));
    return { capabilities, mechanisms: mechanismsOf(protocol, capabilities) };
  } catch (error) {
    connection.close();
    throw error;
  } finally {
    phases.dispose();
  }
}

/** IMAP lists `AUTH=NAME` (RFC 9051 §7.2.2), SMTP `AUTH NAME …` (RFC 4954 §3), POP3 `SASL NAME …` (RFC 5034 §6). */
function mechanismsOf(protocol: Protocol, capabilities: readonly SafeText[]): SafeText[] {
  const prefix = { imap: 'AUTH=', smtp: 'AUTH ', pop3: 'SASL ' }[protocol];
  const names = capabilities
    .filter((line) => line.startsWith(prefix))
    .flatMap((line) => line.slice(prefix.length).split(/\s+/));
  return [...new Set(names)].filter((name) => name !== '').map((name) => safeText(name, noSecrets));
}
