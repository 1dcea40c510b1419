import * as l10n from '@vscode/l10n';
import type { AadstsMeaning } from './microsoft-error-meaning.js';

/** Microsoft’s codes about the application: its registration, its consent and its secret. */
export const microsoftRegistrationErrors: readonly AadstsMeaning[] = [
  {
    name: 'microsoft-redirect',
    codes: [50011, 70004],
    thread: 'simonrob/email-oauth2-proxy#133; harishkrupo/oauth2ms#15',
    sample: {
      error: 'invalid_request',
      description: "AADSTS50011: The redirect URI 'http://127.0.0.1/' specified in the request does not match.",
    },
    explain: () =>
      l10n.t(
        'The redirect URI is not registered for this application. Register exactly the one that was sent, such as http://localhost under “Mobile and desktop applications”.',
      ),
  },
  {
    name: 'microsoft-no-redirect',
    codes: [500113, 900971],
    thread: 'simonrob/email-oauth2-proxy#267',
    sample: {
      error: 'invalid_request',
      description: 'AADSTS500113: No reply address is registered for the application.',
    },
    explain: () =>
      l10n.t(
        'The application has no redirect URI (reply address). Register http://localhost under “Mobile and desktop applications” in Microsoft Entra.',
      ),
  },
  {
    name: 'microsoft-redirect-platform',
    codes: [9002327, 9002326],
    thread: 'MicrosoftDocs/azure-docs#99814',
    sample: {
      error: 'invalid_request',
      description:
        "AADSTS9002327: Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
    },
    explain: () =>
      l10n.t(
        'The redirect URI is registered for the platform “Single-page application”. Register it under “Mobile and desktop applications” instead.',
      ),
  },
  {
    name: 'microsoft-spa-lifetime',
    codes: [700084],
    thread: 'https://learn.microsoft.com/entra/identity-platform/refresh-tokens#token-lifetime',
    sample: {
      error: 'invalid_grant',
      description:
        'AADSTS700084: The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00',
    },
    explain: () =>
      l10n.t(
        'Refresh tokens of a “Single-page application” expire after 24 hours. Sign in again; register the redirect URI under “Mobile and desktop applications” for refresh tokens that last longer.',
      ),
  },
  {
    name: 'microsoft-client-unknown',
    codes: [700016, 7000229, 50128, 70001, 90112],
    thread: 'simonrob/email-oauth2-proxy#221; pdobsan/oama#33',
    sample: {
      error: 'unauthorized_client',
      description: "AADSTS700016: Application with identifier 'x' was not found in the directory 'y'.",
    },
    explain: () =>
      l10n.t(
        'This directory does not have the application. Compare the client ID with “Application (client) ID” in the registration, then check the tenant of the endpoints; in the tenant of the mailbox an administrator must have consented.',
      ),
  },
  {
    name: 'microsoft-no-tenant',
    codes: [50059],
    thread:
      'AzureAD/microsoft-authentication-library-for-python#141; AzureAD/microsoft-authentication-library-for-python#545',
    sample: {
      error: 'invalid_request',
      description: 'AADSTS50059: No tenant-identifying information found in either the request or credentials.',
    },
    explain: () =>
      l10n.t(
        'Microsoft cannot tell which tenant the request belongs to. Compare the client ID with the registration (a new one may take an hour to be known), and name the tenant in the endpoints in place of “common”.',
      ),
  },
  {
    name: 'microsoft-no-such-tenant',
    codes: [90002, 900023, 90019],
    thread: 'elie222/inbox-zero#1007',
    sample: { error: 'invalid_request', description: "AADSTS90002: Tenant 'example' not found." },
    explain: () =>
      l10n.t(
        'The tenant in the endpoints does not exist. Enter the directory (tenant) ID or a domain of the organization.',
      ),
  },
  {
    name: 'microsoft-account-type',
    codes: [50020, 50194, 9002332, 9001023, 90072, 9002331, 500200, 51004, 500208, 90130, 9002346, 50177, 16003, 50014],
    thread: 'pdobsan/oama#33',
    sample: {
      error: 'invalid_request',
      description: 'AADSTS50194: Application is not configured as a multi-tenant application.',
    },
    explain: () =>
      l10n.t(
        'The application is not set up for this kind of account or this tenant. Use the endpoints of the right tenant, or change “Supported account types” in the registration.',
      ),
  },
  {
    name: 'microsoft-consent',
    codes: [65001, 90094, 65006, 90095, 90093, 90008],
    thread: 'jobisoft/EAS-4-TbSync#96; osTicket/osTicket#5390',
    sample: {
      error: 'invalid_grant',
      description: 'AADSTS65001: The user or administrator has not consented to use the application.',
    },
    explain: () =>
      l10n.t(
        'The organization has not consented to this application. Ask its administrator for admin consent to exactly these scopes.',
      ),
  },
  {
    name: 'microsoft-declined',
    codes: [65004],
    thread: 'osTicket/osTicket#5390',
    sample: { error: 'access_denied', description: 'AADSTS65004: User declined to consent to access the app.' },
    explain: () => l10n.t('Consent was declined on the sign-in page. Sign in again and accept.'),
  },
  {
    name: 'microsoft-first-party',
    codes: [65002],
    thread: 'MicrosoftDocs/azure-docs#99814',
    sample: {
      error: 'invalid_request',
      description:
        'AADSTS65002: Consent between first party application and first party resource must be configured via preauthorization.',
    },
    explain: () =>
      l10n.t(
        'This client ID belongs to one of Microsoft’s own applications, which may not request these scopes. Register an application of your own.',
      ),
  },
  {
    name: 'microsoft-resource-missing',
    codes: [500011, 650052, 500014, 650054, 50001],
    thread: 'MicrosoftDocs/azure-docs#99814',
    sample: {
      error: 'invalid_resource',
      description:
        'AADSTS500011: The resource principal named https://outlook.office365.us was not found in the tenant.',
    },
    explain: () =>
      l10n.t(
        'The resource of the scopes does not exist in this tenant: Exchange Online is not licensed there, or the scopes are those of another cloud. Check the beginning of the scopes with the administrator.',
      ),
  },
  {
    name: 'microsoft-resource-not-registered',
    codes: [650057, 650056, 65005],
    thread: 'MicrosoftDocs/azure-docs#99814',
    sample: {
      error: 'invalid_client',
      description:
        "AADSTS650057: Invalid resource. The client has requested access to a resource which is not listed in the requested permissions in the client's application registration.",
    },
    explain: () =>
      l10n.t(
        'The registration lacks these permissions. Add them under “API permissions” (Office 365 Exchange Online), then consent again.',
      ),
  },
  {
    name: 'microsoft-secret-missing',
    codes: [7000218, 7000216, 7000219],
    thread: 'mguessan/davmail#184',
    sample: {
      error: 'invalid_client',
      description:
        "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    },
    explain: () =>
      l10n.t(
        'Microsoft requires a client secret here. Enter one, or register the redirect URI under “Mobile and desktop applications” and allow public client flows.',
      ),
  },
  {
    name: 'microsoft-secret-unwanted',
    codes: [700025, 90023],
    thread: 'MicrosoftDocs/azure-docs#99814',
    sample: {
      error: 'invalid_client',
      description: 'AADSTS700025: Client is public so neither client_assertion nor client_secret should be presented.',
    },
    explain: () =>
      l10n.t(
        'This application is a public client and must send no client secret. Edit the account and leave the client secret empty.',
      ),
  },
  {
    name: 'microsoft-secret-wrong',
    codes: [7000215, 7000222, 50012],
    thread: 'MicrosoftDocs/azure-docs#31986',
    sample: { error: 'invalid_client', description: 'AADSTS7000215: Invalid client secret provided.' },
    explain: () =>
      l10n.t(
        'The client secret is wrong or has expired. Create a new one and copy its value, which is shown once, and not its ID.',
      ),
  },
  {
    name: 'microsoft-assertion',
    codes: [700027, 50013, 50027, 700021, 700023, 700030, 700213],
    thread: 'reference of error codes (AADSTS700027)',
    sample: {
      error: 'invalid_client',
      description:
        'AADSTS700027: Client assertion contains an invalid signature. The key was not found by its thumbprint.',
    },
    explain: () =>
      l10n.t(
        'Microsoft does not accept the signed assertion. Compare the certificate with those under “Certificates & secrets” of the registration, and the client ID and the tenant with those of the endpoints.',
      ),
  },
  {
    name: 'microsoft-assertion-time',
    codes: [500133, 700024],
    thread: 'reference of error codes (AADSTS700024)',
    sample: {
      error: 'invalid_client',
      description: 'AADSTS700024: Client assertion is not within its valid time range.',
    },
    explain: () =>
      l10n.t(
        'The times in the signed request are wrong. Synchronize this machine’s clock with a time server, and try again.',
      ),
  },
  {
    name: 'microsoft-application-disabled',
    codes: [7000112],
    thread: 'elie222/inbox-zero#1007',
    sample: { error: 'unauthorized_client', description: 'AADSTS7000112: Application is disabled.' },
    explain: () =>
      l10n.t(
        'The application is disabled in this tenant. An administrator can enable it under “Enterprise applications”.',
      ),
  },
  {
    name: 'microsoft-not-assigned',
    codes: [50105, 501051],
    thread: 'elie222/inbox-zero#1007',
    sample: {
      error: 'access_denied',
      description: 'AADSTS50105: The signed in user is not assigned to a role for the application.',
    },
    explain: () =>
      l10n.t(
        'Only assigned users may use this application, and this user is not. An administrator assigns users under “Enterprise applications”.',
      ),
  },
  {
    name: 'microsoft-credentials',
    codes: [70002],
    thread: 'reference of error codes (AADSTS70002)',
    sample: { error: 'invalid_client', description: 'AADSTS70002: Error validating credentials.' },
    explain: () => l10n.t('Microsoft does not accept the client ID and secret. Compare both with the registration.'),
  },
];
