import * as vscode from 'vscode';
import { validateHostAndPort } from '../ui/input-validation.js';
import { defaultPort, type MailServer, type Protocol, type Security } from '../../mail/wire/server.js';
import type { Choice, TextQuestion, WizardUi } from '../ui/wizard.js';
import { parseHostAndPort, securityOfPort, toMailServer } from '../../mail/wire/server.js';
import { isLoopbackHost } from '../../transport/host.js';

/** Asks for a mail server's host and port. */
function hostQuestion(protocol: Protocol, value: string): TextQuestion {
  return {
    prompt: vscode.l10n.t('{0} server as host or host:port; empty for none', protocol.toUpperCase()),
    placeHolder: `${protocol === 'pop3' ? 'pop' : protocol}.example.com:${defaultPort(protocol, 'tls')}`,
    value,
    validate: validateHostAndPort,
  };
}

/** The choices for securing the connection to a host. */
function securityChoices(protocol: Protocol, host: string): Choice<Security>[] {
  const plain = isLoopbackHost(host)
    ? vscode.l10n.t('for a server on this machine')
    : vscode.l10n.t('anyone on the network can read the token; each test asks first');
  return [
    {
      label: vscode.l10n.t('Implicit TLS'),
      description: vscode.l10n.t('encrypted from the first byte; usually port {0}', defaultPort(protocol, 'tls')),
      value: 'tls',
    },
    {
      label: 'STARTTLS',
      description: vscode.l10n.t(
        'begins unencrypted, then requires TLS; usually port {0}',
        defaultPort(protocol, 'starttls'),
      ),
      value: 'starttls',
    },
    { label: vscode.l10n.t('Not encrypted'), description: plain, value: 'none' },
  ];
}

/** Asks for a mail server: its host and port, and its security unless the port implies it. */
export async function askForServer(ui: WizardUi, protocol: Protocol, value: string): Promise<MailServer | undefined> {
  const text = await ui.text(hostQuestion(protocol, value));
  const parsed = parseHostAndPort(text);
  if (parsed === undefined) return undefined;
  const security =
    securityOfPort(protocol, parsed.port) ??
    (await ui.pick(
      vscode.l10n.t('How is the connection to {0} secured?', text),
      securityChoices(protocol, parsed.host),
    ));
  return toMailServer(protocol, text, security);
}
