import * as l10n from '@vscode/l10n';
import type { Action, AdvisedAction } from '../diagnosis/diagnosis.js';
import type { MailServer } from '../mail/wire/server.js';

/** An action as the title of a button. */
export function actionTitle(action: Action): string {
  switch (action.kind) {
    case 'refresh':
      return l10n.t('Refresh and Test Again');
    case 'sign-in':
      return action.scope === undefined ? l10n.t('Sign In Again') : l10n.t('Sign In with {0}', action.scope);
    case 'set-user':
      return l10n.t('Set User to {0}', action.user);
    case 'use-mechanism':
      return l10n.t('Test with {0}', action.mechanism);
    case 'use-form':
      return action.form === 'inline'
        ? l10n.t('Test with the Credential Inline')
        : l10n.t('Test with the Credential on a Separate Line');
    case 'use-server':
      return l10n.t('Use {0}', describeServer(action.server));
    case 'edit-account':
      return l10n.t('Edit Account');
    case 'open-page':
      return l10n.t('Open {0}', new URL(action.url).host);
    case 'test-again':
      return l10n.t('Test Again');
  }
}

/** Identifies an action, whether or not it was tried. */
export function actionKey(action: AdvisedAction): string {
  const { tried, ...plain } = action;
  return JSON.stringify(plain);
}

/** Formats a mail server: host, port and security. */
export function describeServer({ host, port, security }: MailServer): string {
  return `${host}:${port} ${describeSecurity(security)}`;
}

/** The security of a connection in the terms of RFC 8314. */
function describeSecurity(security: MailServer['security']): string {
  switch (security) {
    case 'tls':
      return l10n.t('(implicit TLS)');
    case 'starttls':
      return '(STARTTLS)';
    case 'none':
      return l10n.t('(not encrypted)');
  }
}
