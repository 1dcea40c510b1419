import * as l10n from '@vscode/l10n';
import type { DiscoveryMethod } from './types.js';

/** The name of a method in findings. */
export function methodLabel(method: DiscoveryMethod): string {
  switch (method) {
    case 'known-domain':
      return l10n.t('the list of known domains');
    case 'mx':
      return l10n.t('MX');
    case 'autoconfig':
      return l10n.t('Autoconfig');
    case 'autoconfig-mx':
      return l10n.t('Autoconfig of the MX');
    case 'ispdb':
      return l10n.t('Thunderbird’s database');
    case 'pacc':
      return 'PACC';
    case 'srv':
      return 'SRV';
    case 'jmap':
      return 'JMAP';
    case 'protected-resource':
      return l10n.t('protected-resource metadata');
    case 'metadata':
      return l10n.t('authorization server metadata');
    case 'capabilities':
      return l10n.t('the mail server');
    case 'challenge':
      return l10n.t('the challenge of a failed login');
  }
}
