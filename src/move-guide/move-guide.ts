import * as l10n from '@vscode/l10n';
import type { SignInKind } from './app-card.js';
import { code, formTable } from './guide-markdown.js';
import { googleSteps } from './google-steps.js';
import { microsoftSteps } from './microsoft-steps.js';
import type { MoveGuideInput, MoveStep } from './move-step.js';

/**
 * The guide as Markdown: the steps at the provider with the values filled in, the values of the application's settings,
 * how to test, and the hand-over. It contains no secret, but says where to get each.
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
          `**${l10n.t('No documentation is known for signing in like this with {0}. The steps at the provider are the same.', app.name)}**`,
        ]
      : []),
    `## ${l10n.t('At the provider')}`,
    ...steps(input).map(section),
    `## ${l10n.t('In {0}', app.name)}`,
    ...(signIn === undefined ? [] : [signIn.how, formTable(signIn.form, input), ...(signIn.notes ?? [])]),
    l10n.t('This document contains no secrets. Hand them over separately.'),
    `## ${l10n.t('Test before you switch')}`,
    testText(kind, provider),
    l10n.t(
      'Then run Mail OAuth: Show Hand-Over. It contains the values for the form and what was tested, for the person who sets up {0}.',
      app.name,
    ),
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

function testText(kind: SignInKind, provider: MoveGuideInput['provider']): string {
  if (kind === 'user') {
    return l10n.t(
      'Run Mail OAuth: Test as the App… It adds the mailbox as an account with the client of the application, lets its owner sign in, and tests the servers that the application uses. Then send a test message: nothing else shows whether the application may send.',
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
