import * as l10n from '@vscode/l10n';
import type { Provider } from '../providers/provider-profile.js';
import type { ErrorAnswer } from '../providers/rule.js';

/** An error that a provider's sign-in page shows to the user without redirecting. */
export interface PageProblem {
  /** A short description. */
  readonly label: string;
  /** The code on the page. */
  readonly code: string;
  /** The equivalent error response. */
  readonly answer: ErrorAnswer;
}

/** The errors that a provider's sign-in page may show, most frequent first. */
export function pageProblems({ id }: Pick<Provider, 'id'>): readonly PageProblem[] {
  if (id === 'google') return googleProblems();
  return id.startsWith('microsoft') ? microsoftProblems() : otherProblems();
}

/** https://developers.google.com/identity/protocols/oauth2/native-app#authorization-errors */
function googleProblems(): PageProblem[] {
  return [
    {
      label: l10n.t('The redirect URI does not match'),
      code: 'Error 400: redirect_uri_mismatch',
      answer: { error: 'redirect_uri_mismatch' },
    },
    {
      label: l10n.t('The app is being tested, or is not verified'),
      code: 'Error 403: access_denied',
      answer: { error: 'access_denied', description: 'The app has not completed the Google verification process.' },
    },
    {
      label: l10n.t('The app is for users of one organization only'),
      code: 'Error 403: org_internal',
      answer: { error: 'org_internal' },
    },
    {
      label: l10n.t('An administrator must allow it'),
      code: 'Error 400: admin_policy_enforced',
      answer: { error: 'admin_policy_enforced' },
    },
    {
      label: l10n.t('The client is unknown, or was deleted'),
      code: 'Error 401: invalid_client, deleted_client',
      answer: { error: 'invalid_client' },
    },
    {
      label: l10n.t('The browser is not allowed'),
      code: 'Error 403: disallowed_useragent',
      answer: { error: 'disallowed_useragent' },
    },
  ];
}

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
function microsoftProblems(): PageProblem[] {
  const problem = (label: string, code: string): PageProblem => ({
    label,
    code,
    answer: { error: 'invalid_request', description: `${code}:` },
  });
  return [
    problem(l10n.t('The redirect URI does not match'), 'AADSTS50011'),
    problem(l10n.t('An administrator must allow it'), 'AADSTS90094'),
    problem(l10n.t('The client is unknown in this tenant'), 'AADSTS700016'),
    problem(l10n.t('A scope is not valid'), 'AADSTS70011'),
    problem(l10n.t('The user is not in this tenant'), 'AADSTS50020'),
  ];
}

function otherProblems(): PageProblem[] {
  return [
    {
      label: l10n.t('The redirect URI does not match'),
      code: 'redirect_uri_mismatch, invalid_redirect_uri',
      answer: { error: 'redirect_uri_mismatch' },
    },
    {
      label: l10n.t('The client is unknown'),
      code: 'invalid_client, unauthorized_client',
      answer: { error: 'invalid_client' },
    },
    { label: l10n.t('A scope is not valid'), code: 'invalid_scope', answer: { error: 'invalid_scope' } },
    { label: l10n.t('Access was denied'), code: 'access_denied', answer: { error: 'access_denied' } },
  ];
}
