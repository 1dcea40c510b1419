import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeAuthority, makeCertificate } from './certificates.js';
import { freePorts, listening, startProcess } from './processes.js';

/** The names of Dovecot's ports, by protocol and security. */
export const portNames = {
  imap: { tls: 'imaps', starttls: 'imap' },
  smtp: { tls: 'submissions', starttls: 'submission' },
  pop3: { tls: 'pop3s', starttls: 'pop3' },
} as const;

export type Dovecot = Awaited<ReturnType<typeof startDovecot>>;

interface Ports {
  readonly imap: number;
  readonly imaps: number;
  readonly pop3: number;
  readonly pop3s: number;
  readonly submission: number;
  readonly submissions: number;
}

/** Options of {@link startDovecot}. */
export interface DovecotOptions {
  /** The introspection field with the mailbox; the user by default. */
  readonly usernameAttribute?: 'sub' | 'client_id';
  /** The `openid-configuration` of the OAUTHBEARER challenge (RFC 7628 §3.2.2); none by default. */
  readonly openidConfigurationUrl?: string;
}

/**
 * Dovecot with IMAP, POP3 and SMTP submission, with XOAUTH2 and OAUTHBEARER, on free ports of this
 * machine. It asks the authorization server about every token. It needs Debian's packages, and root.
 *
 * @param introspectionUrl with the credentials of the one who may ask
 * @param scope the scope that a token must have
 */
export async function startDovecot(introspectionUrl: string, scope: string, options: DovecotOptions = {}) {
  if (process.getuid?.() !== 0) throw new Error('Dovecot’s tests need root: Dovecot changes users for each login.');
  const directory = await mkdtemp(path.join(tmpdir(), 'mail-oauth-dovecot-'));
  await chmod(directory, 0o755);
  const authority = await makeAuthority(directory);
  const certificate = await makeCertificate(directory, 'localhost', authority);
  const sink = await startSink();
  const [imap = 0, imaps = 0, pop3 = 0, pop3s = 0, submission = 0, submissions = 0] = await freePorts(6);
  const ports: Ports = { imap, imaps, pop3, pop3s, submission, submissions };
  await mkdir(path.join(directory, 'home'), { mode: 0o777 });
  await chmod(path.join(directory, 'home'), 0o777);
  await writeFile(path.join(directory, 'oauth2.conf'), oauth2Configuration(introspectionUrl, scope, options));
  const configuration = path.join(directory, 'dovecot.conf');
  await writeFile(configuration, dovecotConfiguration(directory, ports, sink.port, certificate));
  const server = startProcess('/usr/sbin/dovecot', ['-F', '-c', configuration]);
  const log = () => readFile(path.join(directory, 'dovecot.log'), 'utf8').catch(() => '');
  try {
    for (const port of Object.values(ports)) await listening(port as number, server.child);
  } catch (error) {
    await server.stop();
    throw new Error(`${String(error)}\n${server.output()}\n${await log()}`);
  }
  return {
    host: 'localhost',
    ports,
    caFile: authority.certificateFile,
    certificate,
    /** The socket for Postfix's authentication requests. */
    authSocket: path.join(directory, 'auth-postfix'),
    directory,
    /** The messages relayed by its submission service. */
    messages: sink.messages,
    log,
    stop: async () => {
      await server.stop();
      await sink.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function oauth2Configuration(
  introspectionUrl: string,
  scope: string,
  { usernameAttribute = 'sub', openidConfigurationUrl }: DovecotOptions,
): string {
  const named = openidConfigurationUrl === undefined ? '' : `openid_configuration_url = ${openidConfigurationUrl}\n`;
  return `${named}introspection_mode = post
introspection_url = ${introspectionUrl}
username_attribute = ${usernameAttribute}
active_attribute = active
active_value = true
scope = ${scope}
`;
}

function dovecotConfiguration(
  directory: string,
  ports: Ports,
  sink: number,
  certificate: { certificateFile: string; keyFile: string },
): string {
  const listeners = (service: string, plain: string, port: number, secure: string, securePort: number) => `
service ${service} {
  inet_listener ${plain} {
    port = ${port}
  }
  inet_listener ${secure} {
    port = ${securePort}
    ssl = yes
  }
}`;
  return `
base_dir = ${directory}/run
state_dir = ${directory}/run
log_path = ${directory}/dovecot.log
protocols = imap pop3 submission
listen = 127.0.0.1
hostname = localhost
ssl = yes
ssl_cert = <${certificate.certificateFile}
ssl_key = <${certificate.keyFile}
ssl_dh = </usr/share/dovecot/dh.pem
disable_plaintext_auth = yes
auth_mechanisms = xoauth2 oauthbearer
auth_failure_delay = 0
auth_verbose = yes
first_valid_uid = 1
mail_location = maildir:${directory}/home/%u
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${directory}/oauth2.conf
}
userdb {
  driver = static
  args = uid=mail gid=mail home=${directory}/home/%u
}
service auth {
  # For Postfix, which may run as anybody.
  unix_listener ${directory}/auth-postfix {
    mode = 0666
  }
}
service anvil {
  # Without this each refused login makes the next one wait.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
submission_relay_host = 127.0.0.1
submission_relay_port = ${sink}
submission_client_workarounds = whitespace-before-path
${listeners('imap-login', 'imap', ports.imap, 'imaps', ports.imaps)}
${listeners('pop3-login', 'pop3', ports.pop3, 'pop3s', ports.pop3s)}
${listeners('submission-login', 'submission', ports.submission, 'submissions', ports.submissions)}
`;
}

/** The relay target of Dovecot's submission service; it accepts and stores every message. */
async function startSink() {
  const messages: string[] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.write('220 sink ESMTP\r\n');
    let input = '';
    let message: string[] | undefined;
    const answer = (line: string): string => {
      if (message !== undefined) {
        if (line !== '.') {
          message.push(line);
          return '';
        }
        messages.push(message.join('\n'));
        message = undefined;
        return '250 2.0.0 kept\r\n';
      }
      if (/^DATA/i.test(line)) message = [];
      if (/^DATA/i.test(line)) return '354 go ahead\r\n';
      if (/^QUIT/i.test(line)) return '221 bye\r\n';
      return /^[EH]/i.test(line) ? '250-sink\r\n250 PIPELINING\r\n' : '250 ok\r\n';
    };
    socket.on('data', (chunk: Buffer) => {
      input += chunk.toString();
      const lines = input.split('\r\n');
      input = lines.pop() ?? '';
      for (const line of lines) socket.write(answer(line));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    messages,
    stop: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
