import * as l10n from '@vscode/l10n';
import type { MoveGuideInput, MoveStep } from './move-step.js';
import { powershellText } from './powershell-text.js';

/**
 * The steps at Microsoft Entra and in Exchange Online.
 *
 * @see https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
 */
export function microsoftSteps(input: MoveGuideInput): readonly MoveStep[] {
  return input.kind === 'application' ? applicationSteps(input) : userSteps(input);
}

const registrations = 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade';

function userSteps(input: MoveGuideInput): readonly MoveStep[] {
  return [
    {
      title: l10n.t('Register the application'),
      text: l10n.t(
        'In Microsoft Entra, under App registrations, create a registration ({0}). Enter the redirect URI of the application, under “Web” if it has a secret, else under “Mobile and desktop applications”.',
        registrations,
      ),
    },
    {
      title: l10n.t('Allow the scopes'),
      text: l10n.t(
        'Under API permissions, add from “Office 365 Exchange Online” or “Microsoft Graph” the delegated permissions that the application uses: IMAP.AccessAsUser.All, POP.AccessAsUser.All, SMTP.Send. Add offline_access, so that the application gets a refresh token.',
      ),
    },
    smtpStep(input),
    {
      title: l10n.t('Sign in once'),
      text: l10n.t(
        'Sign in from the application as the owner of {0}. If the organization does not allow user consent, an administrator grants it under API permissions.',
        input.mailbox,
      ),
    },
  ];
}

function applicationSteps(input: MoveGuideInput): readonly MoveStep[] {
  const { mailbox, clientId = '<client ID>', servicePrincipalObjectId = '<object ID>', app, tenant } = input;
  return [
    {
      title: l10n.t('Register the application'),
      text: l10n.t(
        'In Microsoft Entra, under App registrations, create a registration for this organization only ({0}). It needs no redirect URI. Add a client secret, or better a certificate, under Certificates & secrets. The tenant is {1}.',
        registrations,
        tenant ?? '<tenant>',
      ),
    },
    {
      title: l10n.t('Add the application permissions and grant them'),
      text: l10n.t(
        'Under API permissions > Add > APIs my organization uses > Office 365 Exchange Online > Application permissions, add IMAP.AccessAsApp, POP.AccessAsApp or SMTP.SendAsApp. Then choose “Grant admin consent”.',
      ),
    },
    {
      title: l10n.t('Register the service principal in Exchange'),
      text: l10n.t(
        'The object ID is that of the Enterprise application (Entra > Enterprise applications), not that of the App registration. With the wrong one, the login is accepted but the mailbox does not open.',
      ),
      commands: [
        'Connect-ExchangeOnline',
        `New-ServicePrincipal -AppId ${powershellText(clientId)} -ObjectId ${powershellText(servicePrincipalObjectId)}`,
      ],
    },
    {
      title: l10n.t('Grant the mailbox'),
      text: l10n.t('Full access is for IMAP and POP3, “send as” is for SMTP.'),
      commands: [
        ...(app.uses.some((protocol) => protocol !== 'smtp')
          ? [
              `Add-MailboxPermission -Identity ${powershellText(mailbox)} -User ${powershellText(servicePrincipalObjectId)} -AccessRights FullAccess`,
            ]
          : []),
        ...(app.uses.includes('smtp')
          ? [
              `Add-RecipientPermission -Identity ${powershellText(mailbox)} -Trustee ${powershellText(servicePrincipalObjectId)} -AccessRights SendAs`,
            ]
          : []),
      ],
    },
    smtpStep(input),
    {
      title: l10n.t('For High Volume Email only'),
      text: l10n.t(
        'For an account of High Volume Email (smtp.hve.mx.microsoft, port 587), a separate command allows the application, and the registration needs the application permission Mail.Send of Office 365 Exchange Online.',
      ),
      commands: [`Add-HVEAppAccess -Identity ${powershellText(mailbox)} -AppId ${powershellText(clientId)}`],
    },
  ];
}

/** The setting has three states: a mailbox can inherit the organization's. */
function smtpStep({ mailbox, app }: MoveGuideInput): MoveStep {
  return {
    title: l10n.t('Check that the protocols are enabled for the mailbox'),
    text: l10n.t(
      'SMTP AUTH must be enabled even for OAuth. SmtpClientAuthenticationDisabled has three values: $true disables it, $false enables it, empty uses the organization’s setting (Get-TransportConfig). The mailbox’s setting takes precedence.',
    ),
    commands: [
      `Get-CASMailbox -Identity ${powershellText(mailbox)} | Format-List ImapEnabled, PopEnabled, SmtpClientAuthenticationDisabled`,
      'Get-TransportConfig | Format-List SmtpClientAuthenticationDisabled',
      ...(app.uses.includes('smtp')
        ? [`Set-CASMailbox -Identity ${powershellText(mailbox)} -SmtpClientAuthenticationDisabled $false`]
        : []),
    ],
  };
}
