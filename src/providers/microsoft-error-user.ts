import * as l10n from '@vscode/l10n';
import type { AadstsMeaning } from './microsoft-error-meaning.js';

/** Microsoft’s codes about the user and the organization’s policies. */
export const microsoftUserErrors: readonly AadstsMeaning[] = [
  {
    name: 'microsoft-second-factor',
    codes: [50072, 50074, 50076, 50079, 50158, 53004, 500121, 50078],
    thread: 'simonrob/email-oauth2-proxy#181',
    sample: { error: 'interaction_required', description: 'AADSTS50076: you must use multi-factor authentication.' },
    explain: () =>
      l10n.t(
        'Microsoft requires a second factor for this sign-in, or that one is set up. Sign in again in the browser and complete it.',
      ),
  },
  {
    name: 'microsoft-device',
    codes: [53000, 53001, 530003, 50097, 53002, 50005, 700003, 50129, 50155, 50187, 530004, 53009, 50127],
    thread: 'simonrob/email-oauth2-proxy#181',
    sample: {
      error: 'interaction_required',
      description: 'AADSTS53000: Device is not in required device state: compliant.',
    },
    explain: () =>
      l10n.t('The organization allows this sign-in only from a managed device. Use one, or ask the administrator.'),
  },
  {
    name: 'microsoft-policy',
    codes: [53003, 530035, 530034, 50131, 53011, 530032, 53010, 80012],
    thread: 'simonrob/email-oauth2-proxy#181',
    sample: {
      error: 'access_denied',
      description: 'AADSTS53003: Access has been blocked by Conditional Access policies.',
    },
    explain: () =>
      l10n.t(
        'A policy of the organization (Conditional Access, security defaults or user risk) blocks this sign-in. Its administrator finds the policy in the sign-in logs of Microsoft Entra.',
      ),
  },
  {
    name: 'microsoft-other-organization',
    codes: [500212, 500213],
    thread: 'reference of error codes (AADSTS500212, AADSTS500213)',
    sample: {
      error: 'access_denied',
      description:
        'AADSTS500212: The user’s administrator has set an outbound access policy that does not allow access to the resource tenant.',
    },
    explain: () =>
      l10n.t(
        'A policy between two organizations (cross-tenant access) blocks this sign-in. Use the endpoints of the user’s own tenant, or ask the administrators of both.',
      ),
  },
  {
    name: 'microsoft-tenant-restricted',
    codes: [500021, 500022, 50002],
    thread: 'reference of error codes (AADSTS500021)',
    sample: { error: 'access_denied', description: 'AADSTS500021: Access to tenant ‘contoso’ is denied.' },
    explain: () =>
      l10n.t(
        'This network allows sign-in to certain tenants only (tenant restrictions), and this tenant is not one of them. Use another network, or ask the administrator of this one.',
      ),
  },
  {
    name: 'microsoft-no-such-user',
    codes: [50034, 500341],
    thread: 'elie222/inbox-zero#1007',
    sample: { error: 'invalid_grant', description: 'AADSTS50034: The user account does not exist in the directory.' },
    explain: () => l10n.t('This directory has no such user. Check the address and the tenant of the endpoints.'),
  },
  {
    name: 'microsoft-user-locked',
    codes: [50053],
    thread: 'elie222/inbox-zero#1007',
    sample: {
      error: 'invalid_grant',
      description: "AADSTS50053: The account is locked, you've tried to sign in too many times.",
    },
    explain: () =>
      l10n.t(
        'The user is locked after too many failed sign-ins, or signs in from a blocked address. Wait, then sign in again; an administrator can unlock the user.',
      ),
  },
  {
    name: 'microsoft-user-disabled',
    codes: [50057],
    thread: 'elie222/inbox-zero#1007',
    sample: { error: 'invalid_grant', description: 'AADSTS50057: The user account is disabled.' },
    explain: () => l10n.t('The user is disabled in the directory. Only an administrator can enable it.'),
  },
  {
    name: 'microsoft-password',
    codes: [50055, 50126, 50056, 50135, 50144],
    thread: 'elie222/inbox-zero#1007',
    sample: {
      error: 'invalid_grant',
      description: 'AADSTS50126: Error validating credentials due to invalid username or password.',
    },
    explain: () =>
      l10n.t(
        'The user’s password is wrong, has expired, must be changed or was never set. Sign in again in the browser.',
      ),
  },
  {
    name: 'microsoft-no-session',
    codes: [50058, 16000, 50196, 50199, 50085, 50125, 50140, 50143, 9002341],
    thread: 'microsoft/Partner-Center-PowerShell#259',
    sample: {
      error: 'login_required',
      description: 'AADSTS50058: A silent sign-in request was sent but no user is signed in.',
    },
    explain: () =>
      l10n.t(
        'Microsoft requires that a user signs in, chooses an account or confirms the sign-in. Sign in again in the browser.',
      ),
  },
  {
    name: 'microsoft-on-premises',
    codes: [80001, 80002, 80005, 80007, 80010, 80014],
    thread: 'reference of error codes (AADSTS80001)',
    sample: {
      error: 'temporarily_unavailable',
      description: 'AADSTS80001: Authentication Agent is unable to connect to Active Directory.',
    },
    explain: () =>
      l10n.t(
        'The organization checks passwords on its own servers, and they did not answer Microsoft properly. Try again later; if it persists, the administrator can check the authentication agents.',
      ),
  },
  {
    name: 'microsoft-federation',
    codes: [20001, 20012, 20033, 40008, 40009, 40010, 40015, 50008, 50107],
    thread: 'reference of error codes (AADSTS40008)',
    sample: { error: 'invalid_grant', description: 'AADSTS40008: OAuth2IdPUnretryableServerError' },
    explain: () =>
      l10n.t(
        'The organization signs users in with another identity provider, which refused or did not answer Microsoft properly. Its operator has to investigate.',
      ),
  },
  {
    name: 'microsoft-transient',
    codes: [90033, 90055, 90006, 90024, 50033, 70012],
    thread: 'MicrosoftDocs/azure-docs#99814',
    sample: {
      error: 'temporarily_unavailable',
      description: 'AADSTS90033: A transient error has occurred. Please try again.',
    },
    explain: () => l10n.t('Microsoft’s authorization server has a temporary problem. Try again later.'),
  },
];
