import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Dovecot } from './dovecot.js';
import { freePorts, listening, mustRun, run, startProcess } from './processes.js';

export type Postfix = Awaited<ReturnType<typeof startPostfix>>;

/**
 * Postfix as a submission server, with implicit TLS and with STARTTLS, that asks Dovecot about logins.
 * It needs Debian's package, and root. Messages of those who are logged in are accepted and discarded, except those to
 * example.net, which are refused after DATA.
 */
export async function startPostfix(dovecot: Dovecot) {
  const directory = await mkdtemp(path.join(tmpdir(), 'mail-oauth-postfix-'));
  await chmod(directory, 0o755);
  const configuration = path.join(directory, 'etc');
  for (const name of ['etc', 'queue', 'data']) await mkdir(path.join(directory, name));
  await mustRun('chown', ['postfix', path.join(directory, 'data')]);
  const [submission = 0, submissions = 0] = await freePorts(2);
  await writeFile(path.join(configuration, 'main.cf'), mainConfiguration(directory, dovecot));
  await writeFile(path.join(configuration, 'master.cf'), masterConfiguration(submission, submissions));
  const server = startProcess('/usr/sbin/postfix', ['-c', configuration, 'start-fg']);
  const log = () => readFile(path.join(directory, 'data', 'log'), 'utf8').catch(() => '');
  try {
    for (const port of [submission, submissions]) await listening(port, server.child);
  } catch (error) {
    await server.stop();
    throw new Error(`${String(error)}\n${server.output()}\n${await log()}`);
  }
  return {
    host: 'localhost',
    ports: { submission, submissions },
    log,
    stop: async () => {
      await run('/usr/sbin/postfix', ['-c', configuration, 'stop']);
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function mainConfiguration(directory: string, { certificate, authSocket }: Dovecot): string {
  return `compatibility_level = 3.6
queue_directory = ${directory}/queue
data_directory = ${directory}/data
maillog_file = ${directory}/data/log
maillog_file_prefixes = ${directory}
mail_owner = postfix
setgid_group = postdrop
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
shlib_directory = /usr/lib/postfix
myhostname = localhost
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
local_recipient_maps =
smtpd_peername_lookup = no
smtpd_tls_cert_file = ${certificate.certificateFile}
smtpd_tls_key_file = ${certificate.keyFile}
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${authSocket}
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_end_of_data_restrictions = check_recipient_access inline:{example.net=REJECT}
default_transport = discard:
mydestination =
`;
}

function masterConfiguration(submission: number, submissions: number): string {
  const services = [
    `127.0.0.1:${submission} inet n - n - - smtpd`,
    `127.0.0.1:${submissions} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes`,
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'proxymap unix - - n - - proxymap',
    'anvil unix - - n - 1 anvil',
    'error unix - - n - - error',
    'discard unix - - n - - discard',
    'trace unix - - n - 0 bounce',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'postlog unix-dgram n - n - 1 postlogd',
  ];
  return `${services.join('\n')}\n`;
}
