import * as l10n from '@vscode/l10n';
import type { LoginCheckResult } from '../mail/login-check/result.js';
import type { Mechanism } from '../sasl/mechanism.js';

/** Commands to repeat a login with another program; the token is in the environment variable TOKEN. */
export interface Reproduction {
  readonly name: string;
  readonly language: 'sh' | 'python' | 'javascript';
  readonly text: string;
  readonly remark?: string;
}

type Login = Pick<LoginCheckResult, 'protocol' | 'server' | 'user' | 'mechanism'>;

/** The same login with curl, OpenSSL, swaks (SMTP only), Python and Node.js. */
export function reproductions(login: Login): readonly Reproduction[] {
  return [
    curl(login),
    openssl(login),
    ...(login.protocol === 'smtp' ? [swaks(login)] : []),
    python(login),
    node(login),
  ];
}

function mechanismOf({ mechanism }: Login): Mechanism {
  return mechanism === 'best' ? 'OAUTHBEARER' : mechanism;
}

function curl(login: Login): Reproduction {
  const { protocol, server, user } = login;
  const scheme = server.security === 'tls' ? `${protocol}s` : protocol;
  const address = `${scheme}://${bracketed(server.host)}:${server.port}`;
  const tls = server.security === 'starttls' ? ['--ssl-reqd'] : [];
  const command = (options: readonly string[]) => `curl ${['--verbose', ...tls, ...options].join(' \\\n  ')}`;
  if (mechanismOf(login) === 'XOAUTH2') {
    const request = protocol === 'imap' ? 'AUTHENTICATE' : 'AUTH';
    // A request of one's own in POP3 has a text after its reply, unless it is for the head; in IMAP curl passes over
    // the challenge, and the server waits for an answer to it.
    const more = { imap: ['--max-time 10'], smtp: [], pop3: ['--head'] }[protocol];
    const options = [`--url ${quoted(address)}`, ...more];
    return {
      name: 'curl',
      language: 'sh',
      text: `${stringOf(login)}\n${command([...options, `--request "${request} XOAUTH2 $STRING"`])}`,
      // lib/curl_sasl.c: --oauth2-bearer allows both, and --login-options only adds to that.
      remark: l10n.t(
        'With --oauth2-bearer curl chooses OAUTHBEARER where the server offers both, whatever --login-options says.',
      ),
    };
  }
  const options = [
    `--url ${quoted(`${address}${protocol === 'imap' ? '/INBOX' : ''}`)}`,
    `--user ${quoted(user)}`,
    '--oauth2-bearer "$TOKEN"',
    protocol === 'pop3' ? '--list-only' : '--request NOOP',
  ];
  return { name: 'curl', language: 'sh', text: command(options) };
}

function openssl(login: Login): Reproduction {
  const { protocol, server } = login;
  const mechanism = mechanismOf(login);
  const name = isAddress(server.host) ? '' : ` -servername ${quoted(server.host)}`;
  const starttls = server.security === 'starttls' ? ` -starttls ${protocol}` : '';
  const before = protocol === 'smtp' ? "'EHLO localhost' " : '';
  const command = protocol === 'imap' ? `A1 AUTHENTICATE ${mechanism}` : `AUTH ${mechanism}`;
  const connect =
    server.security === 'none'
      ? `nc ${quoted(server.host)} ${server.port}`
      : `openssl s_client -quiet -no_ign_eof -crlf -verify_return_error -connect ${quoted(`${bracketed(server.host)}:${server.port}`)}${name}${starttls}`;
  return {
    name: server.security === 'none' ? 'nc' : 'openssl s_client',
    language: 'sh',
    text: [
      stringOf(login),
      `{ for LINE in ${before}${quoted(command)} "$STRING"; do sleep 1; printf '%s\\n' "$LINE"; done; sleep 2; } |`,
      `  ${connect}`,
    ].join('\n'),
  };
}

/** A shell command that builds the string. */
function stringOf(login: Login): string {
  const { server, user } = login;
  const message =
    mechanismOf(login) === 'XOAUTH2'
      ? `'user=%s\\001auth=Bearer %s\\001\\001' ${quoted(user)} "$TOKEN"`
      : `'n,a=%s,\\001host=%s\\001port=%s\\001auth=Bearer %s\\001\\001' ${quoted(escapedUser(user))} ${quoted(server.host)} ${server.port} "$TOKEN"`;
  return `STRING=$(printf ${message} | base64 | tr -d '\\n')`;
}

function swaks({ server }: Login): Reproduction {
  const tls = { tls: ' --tls-on-connect', starttls: ' --tls', none: '' }[server.security];
  return {
    name: 'swaks',
    language: 'sh',
    text: `swaks --server ${quoted(server.host)} --port ${server.port}${tls} --quit-after EHLO`,
    remark: l10n.t('swaks does not support XOAUTH2. This shows the greeting, TLS and what the server offers.'),
  };
}

function python(login: Login): Reproduction {
  const { protocol, server, user } = login;
  const mechanism = mechanismOf(login);
  const message =
    mechanism === 'XOAUTH2'
      ? `f"user={user}\\1auth=Bearer {os.environ['TOKEN']}\\1\\1"`
      : `f"n,a={user},\\1host={host}\\1port={port}\\1auth=Bearer {os.environ['TOKEN']}\\1\\1"`;
  const name = mechanism === 'XOAUTH2' ? user : escapedUser(user);
  return {
    name: 'Python',
    language: 'python',
    text: [
      `import base64, os, ssl, ${{ imap: 'imaplib', smtp: 'smtplib', pop3: 'poplib' }[protocol]}`,
      '',
      `host, port, user = ${JSON.stringify(server.host)}, ${server.port}, ${JSON.stringify(name)}`,
      `message = ${message}`,
      ...pythonLogin(protocol, server.security, mechanism),
    ].join('\n'),
  };
}

function pythonLogin(
  protocol: Login['protocol'],
  security: Login['server']['security'],
  mechanism: Mechanism,
): string[] {
  const tls = 'ssl.create_default_context()';
  const start = (call: string) => (security === 'starttls' ? [call] : []);
  switch (protocol) {
    case 'imap':
      return [
        security === 'tls'
          ? `imap = imaplib.IMAP4_SSL(host, port, ssl_context=${tls})`
          : 'imap = imaplib.IMAP4(host, port)',
        'imap.debug = 4',
        ...start(`imap.starttls(${tls})`),
        `print(imap.authenticate("${mechanism}", lambda challenge: message.encode()))`,
        'print(imap.select("INBOX", readonly=True))',
      ];
    case 'smtp':
      return [
        security === 'tls' ? `smtp = smtplib.SMTP_SSL(host, port, context=${tls})` : 'smtp = smtplib.SMTP(host, port)',
        'smtp.set_debuglevel(1)',
        ...start(`smtp.starttls(context=${tls})`),
        'smtp.ehlo()',
        `print(smtp.docmd("AUTH", "${mechanism}"))`,
        'print(smtp.docmd(base64.b64encode(message.encode()).decode()))',
      ];
    case 'pop3':
      return [
        security === 'tls' ? `pop = poplib.POP3_SSL(host, port, context=${tls})` : 'pop = poplib.POP3(host, port)',
        'pop.set_debuglevel(1)',
        ...start(`pop.stls(${tls})`),
        `print(pop._shortcmd("AUTH ${mechanism}"))`,
        'print(pop._shortcmd(base64.b64encode(message.encode()).decode()))',
        'print(pop.stat())',
      ];
  }
}

function node(login: Login): Reproduction {
  const { protocol, server, user } = login;
  const host = JSON.stringify(server.host);
  const mailbox = JSON.stringify(user);
  const secure = server.security === 'tls';
  if (protocol === 'imap') {
    const text = [
      `import { ImapFlow } from 'imapflow';`,
      '',
      `const auth = { user: ${mailbox}, accessToken: process.env.TOKEN };`,
      `const imap = new ImapFlow({ host: ${host}, port: ${server.port}, secure: ${secure}, auth });`,
      'await imap.connect();',
      `console.log(await imap.status('INBOX', { messages: true }));`,
      'await imap.logout();',
    ].join('\n');
    return { name: 'Node.js (imapflow)', language: 'javascript', text };
  }
  if (protocol === 'smtp') {
    const text = [
      `import nodemailer from 'nodemailer';`,
      '',
      `const auth = { type: 'OAuth2', user: ${mailbox}, accessToken: process.env.TOKEN };`,
      `const options = { host: ${host}, port: ${server.port}, secure: ${secure}, requireTLS: ${server.security !== 'none'}, auth };`,
      'console.log(await nodemailer.createTransport({ ...options, logger: true }).verify());',
    ].join('\n');
    return { name: 'Node.js (nodemailer)', language: 'javascript', text };
  }
  const text = [
    `import { checkLogin, formatEntry } from 'xoauth2';`,
    '',
    `const server = { host: ${host}, port: ${server.port}, security: '${server.security}' };`,
    `const login = { protocol: 'pop3', server, mechanism: '${mechanismOf(login)}', user: ${mailbox} };`,
    `const { outcome, transcript } = await checkLogin({ ...login, accessToken: process.env.TOKEN });`,
    `console.log(outcome, transcript.map(formatEntry).join('\\n'));`,
  ].join('\n');
  return { name: 'Node.js (xoauth2)', language: 'javascript', text };
}

/** RFC 5801 §4. */
function escapedUser(user: string): string {
  return user.replaceAll('=', '=3D').replaceAll(',', '=2C');
}

/** Quotes a text as one word of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function isAddress(host: string): boolean {
  return host.includes(':') || /^[\d.]+$/.test(host);
}
