import * as l10n from '@vscode/l10n';
import type { MoveGuideInput, MoveStep } from './move-step.js';

/**
 * The steps at Google Cloud and in the Admin console.
 *
 * @see https://developers.google.com/identity/protocols/oauth2/service-account
 * @see https://support.google.com/a/answer/162106
 */
export function googleSteps({ kind, mailbox, clientId = '<client ID>' }: MoveGuideInput): readonly MoveStep[] {
  return kind === 'application'
    ? [
        {
          title: l10n.t('Create a service account'),
          text: l10n.t(
            'In the Google Cloud console, under IAM & Admin > Service accounts, create one and add a JSON key. Enable the Gmail API for the project.',
          ),
        },
        {
          title: l10n.t('Note its numeric client ID'),
          text: l10n.t('It is shown in the details of the service account, and is the client_id of the JSON file.'),
        },
        {
          title: l10n.t('Delegate the domain to it'),
          text: l10n.t(
            'In the Admin console, under Security > Access and data control > API controls > Domain-wide delegation, add the client ID {0} with the scope https://mail.google.com/. It can take a day to take effect.',
            clientId,
          ),
        },
        {
          title: l10n.t('Name the mailbox in each token request'),
          text: l10n.t(
            'The token is requested for {0} (sub). Accounts of gmail.com cannot be delegated: they need a user who signs in.',
            mailbox,
          ),
        },
      ]
    : [
        {
          title: l10n.t('Create a client'),
          text: l10n.t(
            'In the Google Cloud console, under Google Auth Platform > Clients, create an OAuth client: “Web application” with the redirect URI of the application, or “Desktop app”.',
          ),
        },
        {
          title: l10n.t('Publish the consent screen'),
          text: l10n.t(
            'While it is in “Testing”, refresh tokens expire after 7 days and only test users can sign in. In a Workspace organization the audience “Internal” needs no review.',
          ),
        },
        {
          title: l10n.t('Sign in once'),
          text: l10n.t(
            'Sign in from the application as {0} with the scope https://mail.google.com/. The administrator may have to trust the client ID under API controls.',
            mailbox,
          ),
        },
      ];
}
