import * as l10n from '@vscode/l10n';
import type { SignInKind } from './app-card.js';
import { googleSteps } from './google-steps.js';
import { microsoftSteps } from './microsoft-steps.js';
import type { MoveGuideInput, MoveStep } from './move-step.js';

const smtpServers = {
  microsoft: { host: 'smtp.office365.com', port: '587' },
  google: { host: 'smtp.gmail.com', port: '465' },
} as const;

/**
 * The guide as Markdown: the steps at the provider with the values filled in, the values for the application's form, how
 * to test, and whom to hand it to. It holds no secret: where one belongs, it says where to take it from.
 */
export function moveGuide(input: MoveGuideInput): string {
  const { app, provider, kind, mailbox } = input;
  const title = l10n.t('Move {0} to OAuth', app.name);
  const signIn = app.signIns[kind];
  return [
    `# ${title}`,
    l10n.t('For the mailbox {0}.', code(mailbox)),
    ...(app.cannot === undefined ? [] : [`**${app.cannot.why}** <${app.cannot.issue}>`]),
    ...(app.cannot === undefined && signIn === undefined
      ? [
          `**${l10n.t('No documented way is known in which {0} signs in like this. The steps at the provider are the same.', app.name)}**`,
        ]
      : []),
    `## ${l10n.t('At the provider')}`,
    ...steps(input).map(section),
    `## ${l10n.t('In {0}', app.name)}`,
    ...(signIn === undefined ? [] : [signIn.how, form(signIn.form, input), ...(signIn.notes ?? [])]),
    l10n.t('Secrets are not in this document. Take them from where they are kept, and hand them over separately.'),
    `## ${l10n.t('Test before you switch')}`,
    testText(kind, provider),
    `## ${l10n.t('Sources')}`,
    [...app.sources, ...sourcesOf(provider)].map((source) => `- ${source}`).join('\n'),
    '',
  ].join('\n\n');
}

function steps(input: MoveGuideInput): readonly MoveStep[] {
  return input.provider === 'microsoft' ? microsoftSteps(input) : googleSteps(input);
}

function section({ title, text, commands = [] }: MoveStep, index: number): string {
  return [
    `### ${index + 1}. ${title}`,
    text,
    ...(commands.length === 0 ? [] : [`\`\`\`powershell\n${commands.join('\n')}\n\`\`\``]),
  ].join('\n\n');
}

function form(fields: readonly (readonly [string, string])[], input: MoveGuideInput): string {
  const rows = fields.map(([field, value]) => `| ${cell(field)} | ${code(cell(filled(value, input)))} |`);
  return [`| ${l10n.t('Field')} | ${l10n.t('Value')} |`, '| --- | --- |', ...rows].join('\n');
}

/** The value of a form's field, with what is known filled in and a name in angle brackets for what is not. */
export function filled(value: string, input: MoveGuideInput): string {
  const { provider, mailbox } = input;
  const tenant = input.tenant ?? '<tenant>';
  const authority = `https://login.microsoftonline.com/${tenant}/oauth2/v2.0`;
  const values: Readonly<Record<string, string>> = {
    mailbox,
    tenant,
    clientId: input.clientId ?? '<client ID>',
    smtpHost: smtpServers[provider].host,
    smtpPort: smtpServers[provider].port,
    tokenEndpoint: provider === 'microsoft' ? `${authority}/token` : 'https://oauth2.googleapis.com/token',
    authorizationEndpoint:
      provider === 'microsoft' ? `${authority}/authorize` : 'https://accounts.google.com/o/oauth2/v2/auth',
    scopes:
      provider === 'microsoft'
        ? 'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access'
        : 'https://mail.google.com/',
  };
  return value.replace(/\{(\w{1,30})\}/g, (whole, name: string) => values[name] ?? whole);
}

function testText(kind: SignInKind, provider: MoveGuideInput['provider']): string {
  if (kind === 'user') {
    return l10n.t(
      'Add the mailbox as an account with this client ID, sign in, and run Mail OAuth: Test IMAP and SMTP. Then send a test message: the right to send shows only with one.',
    );
  }
  return provider === 'microsoft'
    ? l10n.t(
        'Run Mail OAuth: Test as the App… with the tenant, the client ID and the application’s secret or certificate. “Authenticated but not connected” means that a permission of step 3 or 4 is missing.',
      )
    : l10n.t(
        'Run Mail OAuth: Test as the App… with the service account’s JSON file and this mailbox. “unauthorized_client” means that the delegation of step 3 is missing or has other scopes.',
      );
}

function sourcesOf(provider: MoveGuideInput['provider']): readonly string[] {
  return provider === 'microsoft'
    ? [
        'https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth',
        'https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission',
      ]
    : [
        'https://developers.google.com/workspace/gmail/imap/xoauth2-protocol',
        'https://support.google.com/a/answer/162106',
      ];
}

const code = (text: string): string => `\`${text.replaceAll('`', '')}\``;
const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/[\r\n]+/g, ' ');
