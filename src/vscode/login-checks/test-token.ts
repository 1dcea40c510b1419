import * as vscode from 'vscode';
import { diagnose } from '../../diagnosis/diagnosis.js';
import { checkLogin } from '../../mail/login-check/login-check.js';
import { defaultPort, protocols, type MailServer, type Protocol } from '../../mail/wire/server.js';
import { providers } from '../../providers/catalogue.js';
import { formatChecks, formatDiagnosis, formatOutcome } from '../../report/text.js';
import { describeServer } from '../../report/action-title.js';
import { emailQuestion } from '../accounts/account-questions.js';
import { askForServer } from '../accounts/server-questions.js';
import { withCancellableProgress } from '../ui/cancellation.js';
import { validateAccessToken } from '../ui/input-validation.js';
import { setStatusBarMessage, showErrorMessage } from '../ui/notifications.js';
import { runWizard, type Choice, type WizardStep } from '../ui/wizard.js';
import { connectionSettings, withSystem } from './check-options.js';
import type { Output } from './output.js';

interface Answers {
  readonly protocol?: Protocol;
  readonly server?: MailServer;
  readonly user?: string;
  readonly accessToken?: string;
}

/** Asks for an access token, a mailbox and a server, and logs in. Nothing is stored. */
export async function testToken(output: Output): Promise<void> {
  const answers = await runWizard(vscode.l10n.t('Test a Token'), steps, {});
  const { protocol, server, user, accessToken } = answers ?? {};
  if (protocol === undefined || server === undefined || user === undefined || accessToken === undefined) return;
  const heading = vscode.l10n.t('Test {0}: {1} at {2}', protocol.toUpperCase(), user, describeServer(server));
  const report = await withCancellableProgress(heading, async (signal) => {
    const options = await withSystem({ ...connectionSettings(), protocol, server, user, accessToken });
    output.show();
    output.heading(heading);
    return checkLogin({ ...options, signal, onEntry: (entry) => output.entry(entry) });
  });
  const diagnoses = diagnose(report);
  const lines = [
    ...formatChecks(report.checks),
    formatOutcome(report, false),
    ...formatDiagnosis(report, diagnoses),
    '',
  ];
  for (const line of lines) output.line(line);
  if (report.outcome === 'cancelled') return;
  if (report.outcome === 'ok') {
    setStatusBarMessage('check', vscode.l10n.t('{0}: OK', protocol.toUpperCase()));
    return;
  }
  const show = vscode.l10n.t('Show Log');
  if ((await showErrorMessage(`${protocol.toUpperCase()}: ${diagnoses[0].cause}`, show)) === show) output.show();
}

const steps: readonly WizardStep<Answers>[] = [
  {
    ask: async (ui, answers) => ({
      ...answers,
      protocol: await ui.pick(
        vscode.l10n.t('Which protocol?'),
        protocols.map((protocol) => ({ label: protocol.toUpperCase(), value: protocol })),
      ),
    }),
  },
  {
    ask: async (ui, { server: _, ...answers }) => {
      const { protocol = 'imap' } = answers;
      const known = await ui.pick(vscode.l10n.t('Which server?'), serverChoices(protocol));
      return known === 'other' ? answers : { ...answers, server: known };
    },
  },
  {
    skip: ({ server }) => server !== undefined,
    ask: async (ui, answers) => {
      const { protocol = 'imap' } = answers;
      for (;;) {
        const server = await askForServer(ui, protocol, '');
        if (server !== undefined) return { ...answers, server };
      }
    },
  },
  {
    ask: async (ui, answers) => ({
      ...answers,
      user: await ui.text(emailQuestion(answers.user)),
    }),
  },
  {
    ask: async (ui, answers) => ({
      ...answers,
      accessToken: await ui.text({
        prompt: vscode.l10n.t('Access token (not stored)'),
        password: true,
        validate: validateAccessToken,
      }),
    }),
  },
];

function serverChoices(protocol: Protocol): Choice<MailServer | 'other'>[] {
  const known = providers.flatMap(({ name, mailServers }) => {
    const server = mailServers[protocol];
    return server === undefined ? [] : [{ label: name, description: describeServer(server), value: server }];
  });
  const port = defaultPort(protocol, 'tls');
  return [...known, { label: vscode.l10n.t('Another server'), description: `host:${port}`, value: 'other' as const }];
}
