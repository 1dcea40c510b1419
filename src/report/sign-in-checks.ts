import * as l10n from '@vscode/l10n';
import { rejectedClient } from '../diagnosis/rejected-client.js';
import type { ExchangeField, ExchangeKind, OAuthExchange } from '../oauth/exchange-record.js';

/** The result of one check of a sign-in. */
export interface SignInCheck {
  readonly title: string;
  readonly status: 'ok' | 'failed' | 'warning' | 'unknown';
  readonly summary: string;
}

/** Why the last sign-in failed. It contains no secret. */
export interface SignInFailure {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What happened and what to do, as sentences. */
  readonly message: string;
}

/** The label of a check's status. */
export function checkMark(status: SignInCheck['status']): string {
  switch (status) {
    case 'ok':
      return 'ok';
    case 'failed':
      return l10n.t('failed');
    case 'warning':
      return l10n.t('warning');
    case 'unknown':
      return l10n.t('unknown');
  }
}

/** Whether the last response of the authorization server rejected the client. */
export function rejectsClient(exchanges: readonly OAuthExchange[]): boolean {
  const errors = exchanges.at(-1)?.response.filter(({ name }) => name === 'error') ?? [];
  return errors.some(({ value }) => rejectedClient.test(value));
}

/** The four checks of the last sign-in: client registration, user consent, authorization code, token. */
export function signInChecks(exchanges: readonly OAuthExchange[]): readonly SignInCheck[] {
  const start = exchanges.findLastIndex(({ kind }) => kind === 'authorization');
  const last = exchanges.slice(Math.max(0, start));
  const redirect = answerOf(last, 'redirect');
  const token = answerOf(last, 'token');
  return [registered(redirect, token), consented(redirect, token), codeAccepted(redirect, token), tokenIssued(token)];
}

interface Answer {
  readonly error: string | undefined;
  readonly description: string;
  readonly names: readonly string[];
}

function answerOf(exchanges: readonly OAuthExchange[], kind: ExchangeKind): Answer | undefined {
  const found = exchanges.findLast((exchange) => exchange.kind === kind);
  if (found === undefined) return undefined;
  const value = (name: string) => found.response.find((field: ExchangeField) => field.name === name)?.value;
  return {
    error: value('error') ?? found.error,
    description: value('error_description') ?? '',
    names: found.response.map(({ name }) => name),
  };
}

function registered(redirect: Answer | undefined, token: Answer | undefined): SignInCheck {
  const title = l10n.t('Client registered');
  const refused = [token, redirect].find((answer) => rejectedClient.test(answer?.error ?? ''));
  if (refused !== undefined) return { title, status: 'failed', summary: said(refused) };
  if (token !== undefined && token.error === undefined) {
    return { title, status: 'ok', summary: l10n.t('The authorization server accepted the client.') };
  }
  if (redirect === undefined) return { title, status: 'unknown', summary: l10n.t('No redirect has arrived.') };
  return { title, status: 'ok', summary: l10n.t('The authorization server redirected to the client.') };
}

function consented(redirect: Answer | undefined, token: Answer | undefined): SignInCheck {
  const title = l10n.t('Consent given');
  if (redirect?.error !== undefined) return { title, status: 'failed', summary: said(redirect) };
  if (redirect === undefined && token === undefined) {
    return { title, status: 'unknown', summary: l10n.t('No redirect has arrived.') };
  }
  return { title, status: 'ok', summary: l10n.t('The browser came back without an error.') };
}

function codeAccepted(redirect: Answer | undefined, token: Answer | undefined): SignInCheck {
  const title = l10n.t('Code accepted');
  if (token === undefined) {
    const summary =
      redirect?.names.includes('code') === true
        ? l10n.t('The code has not been exchanged.')
        : l10n.t('No code has arrived.');
    return { title, status: 'unknown', summary };
  }
  if (token.error === undefined) return { title, status: 'ok', summary: l10n.t('The code was exchanged for tokens.') };
  return rejectedClient.test(token.error)
    ? { title, status: 'unknown', summary: l10n.t('The client was rejected first.') }
    : { title, status: 'failed', summary: said(token) };
}

function tokenIssued(token: Answer | undefined): SignInCheck {
  const title = l10n.t('Token issued');
  if (token === undefined) return { title, status: 'unknown', summary: l10n.t('No token was requested.') };
  if (!token.names.includes('access_token')) {
    return { title, status: 'failed', summary: l10n.t('The response contains no access token.') };
  }
  return token.names.includes('refresh_token')
    ? { title, status: 'ok', summary: l10n.t('An access token and a refresh token were issued.') }
    : {
        title,
        status: 'warning',
        summary: l10n.t('No refresh token was issued. Sign in again when the access token expires.'),
      };
}

function said({ error = '', description }: Answer): string {
  return description === '' ? error : `${error}: ${description}`;
}
