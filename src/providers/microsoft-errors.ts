import * as l10n from '@vscode/l10n';
import type { AadstsMeaning } from './microsoft-error-meaning.js';
import { microsoftRegistrationErrors } from './microsoft-error-registration.js';
import { microsoftRequestErrors } from './microsoft-error-request.js';
import { microsoftUserErrors } from './microsoft-error-user.js';
import type { ErrorAnswer, ErrorRule } from './rule.js';

const entra = 'https://learn.microsoft.com/entra/identity-platform/reference-error-codes';

/** Errors of Microsoft's authorization server that are recognized by text, or by a code with text. */
const worded: readonly ErrorRule[] = [
  {
    name: 'microsoft-consumers',
    source: `${entra}; pdobsan/oama#33`,
    samples: [
      { error: 'unauthorized_client', description: 'The client does not exist or is not enabled for consumers.' },
    ],
    description: /not enabled for consumers/,
    explain: () =>
      l10n.t(
        'The application is not enabled for personal Microsoft accounts, or the client ID is wrong. Compare the client ID, and include personal accounts in “Supported account types”.',
      ),
  },
  {
    name: 'microsoft-scopes-missing',
    source: `${entra}; simonrob/email-oauth2-proxy#267`,
    samples: [
      {
        error: 'invalid_request',
        description: "AADSTS900144: The request body must contain the following parameter: 'scope'.",
      },
    ],
    description: /AADSTS900144:[^']{0,80}'scope'/,
    explain: () =>
      l10n.t(
        'Microsoft requires the scopes in each request, and no scopes were sent. Enter the scopes again (--scope on the command line).',
      ),
  },
  {
    name: 'microsoft-secret-required',
    source: 'AzureAD/azure-activedirectory-library-for-nodejs#140',
    samples: [
      {
        error: 'invalid_client',
        description:
          "AADSTS70002: The request body must contain the following parameter: 'client_secret or client_assertion'.",
      },
    ],
    // The code alone also means a wrong secret.
    description: /AADSTS70002:[^']{0,80}'client_(?:secret|assertion)/,
    explain: () =>
      l10n.t(
        'Microsoft requires a client secret here. Enter one, or register the redirect URI under “Mobile and desktop applications” and allow public client flows.',
      ),
  },
  {
    name: 'microsoft-cross-origin',
    source: 'QLHazyCoder/FlowPilot#30',
    samples: [
      {
        error: 'invalid_request',
        description:
          "AADSTS90023: Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.",
      },
    ],
    description: /AADSTS90023: Cross-origin/i,
    explain: () =>
      l10n.t(
        'Microsoft treats the request as one from a web page (with the header Origin), which this client may not make. Send it from this program and not through a browser or a proxy that adds the header.',
      ),
  },
  {
    name: 'microsoft-parameter-missing',
    source: entra,
    samples: [
      {
        error: 'invalid_request',
        description: "AADSTS900144: The request body must contain the following parameter: 'client_id'.",
      },
    ],
    // A missing 'response_type' means that the URL was truncated.
    description: /AADSTS900144:[^']{0,80}'(?!response_type)/,
    explain: () =>
      l10n.t(
        'A parameter is missing from the request. An empty value counts as missing: check the client ID, the secret, and the code or refresh token.',
      ),
  },
];

const meanings: readonly AadstsMeaning[] = [
  ...microsoftRegistrationErrors,
  ...microsoftRequestErrors,
  ...microsoftUserErrors,
];

/** The number of the first code in a description. */
const codeIn = (description = ''): string => /\bAADSTS(\d{5,8})\b/.exec(description)?.[1] ?? '';

/** An unknown code is more specific than the general `error`, which may not fit. */
const unknownCode: ErrorRule = {
  name: 'microsoft-unknown-code',
  source: `${entra} (“Lookup current error code information”)`,
  samples: [
    { error: 'invalid_grant', description: 'AADSTS99999: (other words)' },
    { error: 'invalid_request', description: 'AADSTS99999: (other words)' },
    { error: 'access_denied', description: 'AADSTS99999: (other words)' },
    { error: 'invalid_client', description: 'AADSTS99999: (other words)' },
    { error: 'unauthorized_client', description: 'AADSTS99999: (other words)' },
    { error: 'unsupported_response_type', description: 'AADSTS99999: (other words about response_type)' },
  ],
  error: /^(?:invalid_(?:grant|request|client)|access_denied|unauthorized_client|unsupported_response_type)$/,
  // A missing response_type means that the URL was truncated, whatever the code.
  description: /\bAADSTS(?!900144)\d{5,8}\b/,
  explain: ({ description }) =>
    l10n.t(
      'Microsoft refused the request with the code AADSTS{0}. What it means is on https://login.microsoftonline.com/error?code={0}.',
      codeIn(description),
    ),
};

/** Texts of the sign-in pages without a code. */
const pages: readonly ErrorRule[] = [
  {
    name: 'microsoft-admin-approval',
    source:
      'https://learn.microsoft.com/entra/identity/enterprise-apps/application-sign-in-unexpected-user-consent-error',
    samples: [
      { error: 'error', description: 'Need admin approval' },
      { error: 'error', description: 'MyApp needs permission that only an admin can grant.' },
      { error: 'error', description: 'This app requires your admin’s approval' },
    ],
    description: /need admin approval|admin['’]s approval|only an admin can grant/i,
    explain: () =>
      l10n.t(
        'The organization has not consented to this application. Ask its administrator for admin consent to exactly these scopes.',
      ),
  },
  {
    name: 'microsoft-access-criteria',
    source: 'https://learn.microsoft.com/entra/identity/conditional-access/troubleshoot-conditional-access',
    samples: [
      { error: 'error', description: 'You cannot access this right now' },
      {
        error: 'error',
        description: 'Your sign-in was successful but does not meet the criteria to access this resource.',
      },
    ],
    description: /access this right now|criteria to access this resource/i,
    explain: () =>
      l10n.t(
        'A policy of the organization (Conditional Access) blocks this sign-in. Its administrator finds the policy in the sign-in logs of Microsoft Entra.',
      ),
  },
  {
    name: 'microsoft-not-in-tenant',
    source: `${entra} (AADSTS50020)`,
    samples: [
      {
        error: 'error',
        description: 'Selected user account does not exist in tenant ‘Contoso’ and cannot access the application.',
      },
    ],
    description: /account does not exist in tenant/i,
    explain: () =>
      l10n.t(
        'The user is not in the tenant of these endpoints. Use the endpoints of the user’s own tenant, or sign in with another account (a private window helps).',
      ),
  },
];

/** The errors of Microsoft's authorization server. */
export const microsoftErrorRules: readonly ErrorRule[] = [
  ...worded,
  ...meanings.map(({ name, codes, sample, explain, thread }) => ({
    name,
    source: `${entra}; ${thread}`,
    samples: samplesOf(sample, codes),
    description: new RegExp(`AADSTS(?:${codes.join('|')})\\b`),
    explain,
  })),
  unknownCode,
  ...pages,
];

/** The sample, and one for each further code. */
function samplesOf(sample: ErrorAnswer, codes: readonly number[]): readonly [ErrorAnswer, ...ErrorAnswer[]] {
  const others = codes.filter((code) => sample.description?.startsWith(`AADSTS${code}:`) !== true);
  return [sample, ...others.map((code) => ({ error: sample.error, description: `AADSTS${code}: (other words)` }))];
}
