import * as vscode from 'vscode';
import { isApplication, storableServer, type Account } from '../../accounts/account.js';
import { parseEndpoint } from '../../oauth/http.js';
import type { AuthorizationServer } from '../../oauth/types.js';
import { providerById } from '../../providers/catalogue.js';
import { serverInTenant, tenantOf } from '../../providers/microsoft-clouds.js';
import { validateEndpoint } from '../ui/input-validation.js';
import type { Choice } from '../ui/wizard.js';
import { tenantQuestion } from './account-questions.js';
import type { Field } from './edit-field.js';
import { askForIssuer } from './issuer-question.js';

type Endpoint = 'authorizationEndpoint' | 'tokenEndpoint' | 'deviceAuthorizationEndpoint' | 'revocationEndpoint';

/** The editable fields of an account's authorization server. */
export function authorizationServerFields(account: Account): Choice<Field>[] {
  const { server } = account;
  const tenant = tenantOf(server.tokenEndpoint);
  return [
    ...(tenant === undefined
      ? [{ label: vscode.l10n.t('Issuer'), description: server.issuer ?? vscode.l10n.t('none'), value: changeIssuer }]
      : [{ label: vscode.l10n.t('Tenant'), description: tenant, value: changeTenant }]),
    ...endpointsOf(account).map(([endpoint, label]) => ({
      label,
      description: server[endpoint] ?? vscode.l10n.t('none'),
      value: endpointField(endpoint, label),
    })),
  ];
}

/** The endpoints that an account uses, with their labels. */
function endpointsOf(account: Account): (readonly [Endpoint, string])[] {
  const ofUsers = [
    ['authorizationEndpoint', vscode.l10n.t('Authorization endpoint')],
    ['deviceAuthorizationEndpoint', vscode.l10n.t('Device authorization endpoint')],
  ] as const;
  return [
    ['tokenEndpoint', vscode.l10n.t('Token endpoint')],
    ...(isApplication(account) ? [] : ofUsers),
    ['revocationEndpoint', vscode.l10n.t('Revocation endpoint')],
  ];
}

const changeIssuer: Field = async (ui, { server, provider }) => {
  const example = providerById(provider).issuerExample;
  const discovered = storableServer(await askForIssuer(ui, { example, value: server.issuer }));
  return (current) => withServer(current, discovered);
};

const changeTenant: Field = async (ui, { server }) => {
  const tenant = await ui.text(tenantQuestion(tenantOf(server.tokenEndpoint)));
  return (current) => withServer(current, serverInTenant(current.server, tenant));
};

function endpointField(endpoint: Endpoint, label: string): Field {
  const isOptional = endpoint === 'deviceAuthorizationEndpoint' || endpoint === 'revocationEndpoint';
  return async (ui, { server }) => {
    const text = await ui.text({
      prompt: isOptional ? vscode.l10n.t('{0}; empty for none', label) : label,
      value: server[endpoint] ?? '',
      validate: (typed) => (isOptional && typed === '' ? undefined : validateEndpoint(typed)),
    });
    if (text !== '' || !isOptional) {
      const { href } = parseEndpoint(text);
      return (current) => withServer(current, { ...current.server, [endpoint]: href });
    }
    return (current) => {
      const { [endpoint]: _, ...others } = current.server;
      return { ...current, server: others };
    };
  };
}

/**
 * Replaces the authorization server. Tokens are removed if the origin changes: they must not be sent to another server.
 */
function withServer({ tokens, ...account }: Account, server: AuthorizationServer): Account {
  const isSame = new URL(server.tokenEndpoint).origin === new URL(account.server.tokenEndpoint).origin;
  return { ...account, server: storableServer(server), ...(isSame && tokens !== undefined ? { tokens } : {}) };
}
