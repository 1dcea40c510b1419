import * as l10n from '@vscode/l10n';
import type { ExchangeKind } from '../oauth/exchange-record.js';

/** The name of a kind of exchange. */
export function exchangeLabel(kind: ExchangeKind): string {
  switch (kind) {
    case 'discovery':
      return l10n.t('Discovery');
    case 'authorization':
      return l10n.t('Authorization request');
    case 'redirect':
      return l10n.t('Redirect');
    case 'token':
      return l10n.t('Token request');
    case 'refresh':
      return l10n.t('Refresh');
    case 'revocation':
      return l10n.t('Revocation');
    case 'other':
      return l10n.t('Request');
  }
}
