import { existsSync } from 'node:fs';
import { run } from './processes.js';

/** A program that a suite needs, with the Debian packages that bring it. */
export interface Need {
  readonly program: string;
  readonly packages: readonly string[];
  readonly reason: string;
}

export const dovecotNeed: Need = {
  program: '/usr/sbin/dovecot',
  packages: ['dovecot-imapd', 'dovecot-pop3d', 'dovecot-submissiond'],
  reason: 'the mail server that logins are tested against',
};
export const postfixNeed: Need = {
  program: '/usr/sbin/postfix',
  packages: ['postfix'],
  reason: 'a second SMTP server that logins are tested against',
};
export const foreignClientNeeds: readonly Need[] = [
  {
    program: '/usr/bin/swaks',
    packages: ['swaks', 'curl', 'python3'],
    reason: 'mail clients of others that the sandbox is tested with',
  },
  { program: '/usr/share/doc/libnet-ssleay-perl', packages: ['libnet-ssleay-perl'], reason: 'swaks’ TLS' },
];
export const opensslNeed: Need = {
  program: '/usr/bin/openssl',
  packages: ['openssl'],
  reason: 'makes the tests’ certificates',
};
export const chromiumNeed: Need = {
  program: '/usr/bin/chromium',
  packages: ['chromium'],
  reason: 'the browser that VS Code’s workbench and the sign-in run in',
};

export const compilerNeed: Need = {
  program: '/usr/bin/g++',
  packages: ['g++', 'make', 'python3'],
  reason: 'builds the module that VS Code’s output channels are written through',
};

/**
 * Installs what is missing with apt, as root, and says so.
 *
 * @param signal is heeded when apt has ended: Ctrl+C reaches apt itself, which knows when it may stop
 * @returns what is still missing, in words
 */
export async function install(needs: readonly Need[], signal?: AbortSignal): Promise<string[]> {
  const missing = needs.filter(({ program }) => !existsSync(program));
  if (missing.length === 0) return [];
  for (const { packages, reason } of missing) console.log(`Needed: ${packages.join(', ')} (${reason}).`);
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing them with apt-get.');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update'], { env });
    signal?.throwIfAborted();
    const result = await run(
      'apt-get',
      [
        'install',
        '-y',
        '-o',
        'DPkg::Lock::Timeout=300',
        '--no-install-recommends',
        ...missing.flatMap(({ packages }) => packages),
      ],
      { env },
    );
    signal?.throwIfAborted();
    if (result.status !== 0) console.log(result.stderr);
  }
  return missing.filter(({ program }) => !existsSync(program)).map(({ packages }) => packages.join(', '));
}
