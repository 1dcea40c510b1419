import * as vscode from 'vscode';
import { accountName, isApplication, type Account } from '../../accounts/account.js';
import type { AccountEntry } from '../../accounts/account-store.js';
import { hasEnded, tokenLife, type TokenLife } from '../../accounts/token-life.js';
import { protocols, type Protocol } from '../../mail/wire/server.js';
import { isSameAddress } from '../../common/email-address.js';
import { providerById } from '../../providers/catalogue.js';
import { describeServer } from '../../report/action-title.js';
import { missingScopes } from '../../sign-in/missing-scopes.js';
import { commands } from '../ui/ids.js';
import type { LastOutcome } from '../login-checks/last-outcomes.js';
import { describeAccountState, ago, describeLife, formatMoment } from './format-time.js';

/** What an item shows in addition to the account. */
export interface AccountStatus {
  readonly now: number;
  /** Why the refresh token is unusable, if it is. */
  readonly refreshEnded: 'refused' | 'interrupted' | undefined;
  readonly results: Partial<Record<Protocol, LastOutcome>>;
}

/** An item of the tree; it is passed to commands as their argument. */
export interface AccountNode {
  readonly kind: 'account' | 'unreadable' | 'token' | 'scopes' | Protocol;
  readonly accountId: string;
}

/** A stored account that cannot be read. */
export type UnreadableEntry = Extract<AccountEntry, { problem: unknown }>;

/** The item of an account that cannot be read, with the reason. */
export function unreadableItem({ id, problem }: UnreadableEntry): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Unreadable account'), vscode.TreeItemCollapsibleState.None);
  item.id = id;
  item.description = describeProblem(problem);
  item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  item.contextValue = 'unreadable';
  item.tooltip = vscode.l10n.t(
    '{0}. The account is kept as it is; remove it if you do not need it.',
    describeProblem(problem),
  );
  return item;
}

function describeProblem(problem: UnreadableEntry['problem']): string {
  switch (problem) {
    case 'damaged':
      return vscode.l10n.t('The stored data is damaged');
    case 'later-version':
      return vscode.l10n.t('It was stored by a newer version of Mail OAuth');
    case 'storage-failed':
      return vscode.l10n.t('The secret storage could not be read');
  }
}

/** The children of an account. */
export function childrenOf(account: Account): AccountNode[] {
  const servers = protocols.filter((protocol) => account.mailServers[protocol] !== undefined);
  return (['token', 'scopes', ...servers] as const).map((kind) => ({ kind, accountId: account.id }));
}

/** The tree item of a node. */
export function itemFor(node: AccountNode, account: Account, facts: AccountStatus): vscode.TreeItem {
  const item = plainItem(node, account, facts);
  // Otherwise a screen reader reads the tooltip instead of label and description.
  item.accessibilityInformation ??= {
    label: [labelOf(item), item.description].filter((part) => typeof part === 'string' && part !== '').join(', '),
  };
  item.command = { command: commands.showResult, title: vscode.l10n.t('Show Result'), arguments: [node] };
  return item;
}

function labelOf({ label = '' }: vscode.TreeItem): string {
  return typeof label === 'string' ? label : label.label;
}

function plainItem(node: AccountNode, account: Account, facts: AccountStatus): vscode.TreeItem {
  switch (node.kind) {
    case 'account':
    case 'unreadable':
      return accountItem(account, facts);
    case 'token':
      return tokenItem(account, facts);
    case 'scopes':
      return scopesItem(account);
    case 'imap':
    case 'smtp':
    case 'pop3':
      return serverItem(node.kind, account, facts);
  }
}

function accountItem(account: Account, facts: AccountStatus): vscode.TreeItem {
  const life = tokenLife(account, facts.now, facts.refreshEnded !== undefined);
  const item = new vscode.TreeItem(accountName(account), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = account.id;
  const words = accountWords(account, facts, life);
  item.description = words.join(' · ');
  item.iconPath = accountIcon(account, facts, life);
  item.contextValue = contextValueOf(account, facts);
  item.tooltip = tooltip(account, facts, life);
  item.accessibilityInformation = { label: [accountName(account), ...words].join(', ') };
  return item;
}

/** Whether the account needs a new sign-in; its access token may still be valid for a while. */
export function needsSignIn(account: Account, { now, refreshEnded }: AccountStatus): boolean {
  return refreshEnded !== undefined || hasEnded(tokenLife(account, now));
}

/** The description of an account, most severe first: the editor truncates it. */
function accountWords(account: Account, facts: AccountStatus, life: TokenLife): string[] {
  const state = describeState(account, facts, life);
  const words = [
    ...worstOutcome(account, facts),
    ...grantWords(account),
    state,
    ...(life.state === 'fresh' && account.tokens?.refreshToken === undefined && !isApplication(account)
      ? [vscode.l10n.t('no refresh token')]
      : []),
    ...(account.label === undefined ? [] : [account.email]),
    providerLabel(account),
  ];
  // The need to sign in comes first.
  return needsSignIn(account, facts) || life.state === 'signed-out'
    ? [state, ...words.filter((word) => word !== state)]
    : words;
}

function describeState(account: Account, facts: AccountStatus, life: TokenLife): string {
  if (facts.refreshEnded === 'interrupted') return vscode.l10n.t('refresh interrupted, sign in again');
  return needsSignIn(account, facts) ? vscode.l10n.t('sign in again') : describeAccountState(life);
}

/** How the grant differs from the request. */
function grantWords({ tokens, scopes, email }: Account): string[] {
  if (tokens === undefined) return [];
  const missing = missingScopes(scopes, tokens.scopes ?? scopes);
  const owner = tokens.identity;
  return [
    ...(missing.length === 0 ? [] : [vscode.l10n.t('not granted: {0}', missing.join(' '))]),
    ...(owner === undefined || isSameAddress(owner, email) ? [] : [vscode.l10n.t('token of {0}', owner)]),
  ];
}

/** The servers that refused the last test, or if there are none, those whose test failed. */
function worstOutcome({ mailServers }: Account, { results }: AccountStatus): string[] {
  const those = (outcome: LastOutcome['outcome']) =>
    protocols
      .filter((protocol) => mailServers[protocol] !== undefined && results[protocol]?.outcome === outcome)
      .map((protocol) => protocol.toUpperCase())
      .join(', ');
  const refused = those('refused');
  if (refused !== '') return [vscode.l10n.t('{0} refused', refused)];
  const failed = those('failed');
  return failed === '' ? [] : [vscode.l10n.t('{0} failed', failed)];
}

function accountIcon(account: Account, facts: AccountStatus, life: TokenLife): vscode.ThemeIcon {
  if (needsSignIn(account, facts)) return endedIcon();
  return life.state === 'signed-out' || worstOutcome(account, facts).length === 0
    ? lifeIcon(life)
    : new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
}

function endedIcon(): vscode.ThemeIcon {
  return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.errorForeground'));
}

/** The state of an account, its servers, and whether it can be refreshed: what its menu can offer. */
function contextValueOf(account: Account, facts: AccountStatus): string {
  const isEnded = account.tokens !== undefined && needsSignIn(account, facts);
  const state = account.tokens === undefined ? 'signedOut' : isEnded ? 'ended' : 'signedIn';
  const servers = protocols.filter((protocol) => account.mailServers[protocol] !== undefined);
  return ['account', state, ...servers, ...(canRefresh(account) ? ['refreshable'] : [])].join('.');
}

function tokenItem(account: Account, facts: AccountStatus): vscode.TreeItem {
  const life = tokenLife(account, facts.now, facts.refreshEnded !== undefined);
  const item = childItem(account, 'token', vscode.l10n.t('Access token'));
  item.description = describeLife(life);
  item.iconPath = lifeIcon(life);
  item.contextValue = canRefresh(account) ? 'token.refreshable' : 'token';
  item.tooltip = tokenFacts(account, facts, life).join('\n');
  return item;
}

function canRefresh(account: Account): boolean {
  return isApplication(account) || account.tokens?.refreshToken !== undefined;
}

function scopesItem(account: Account): vscode.TreeItem {
  const granted = account.tokens?.scopes;
  const item = childItem(
    account,
    'scopes',
    granted === undefined ? vscode.l10n.t('Scopes requested') : vscode.l10n.t('Scopes granted'),
  );
  item.description = (granted ?? account.scopes).join(' ');
  item.iconPath = new vscode.ThemeIcon('shield');
  item.contextValue = 'scopes';
  item.tooltip = (granted ?? account.scopes).join('\n');
  return item;
}

function serverItem(protocol: Protocol, account: Account, { results, now }: AccountStatus): vscode.TreeItem {
  const server = account.mailServers[protocol];
  const result = results[protocol];
  const item = childItem(account, protocol, protocol.toUpperCase());
  const address = server === undefined ? '' : describeServer(server);
  item.description = result === undefined ? address : `${describeOutcome(result, now)} · ${address}`;
  item.iconPath = resultIcon(result);
  item.contextValue = protocol;
  item.tooltip = result === undefined ? address : [address, describeOutcome(result, now), result.cause].join('\n');
  return item;
}

function childItem(account: Account, kind: string, label: string): vscode.TreeItem {
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  item.id = `${account.id}/${kind}`;
  return item;
}

/** The name of the provider, or for unknown ones the host of the authorization server. */
export function providerLabel(account: Account): string {
  const provider = providerById(account.provider);
  return provider.id === 'other' ? new URL(account.server.tokenEndpoint).host : provider.name;
}

function describeOutcome({ outcome, at }: LastOutcome, now: number): string {
  const age = ago(now - at);
  switch (outcome) {
    case 'ok':
      return vscode.l10n.t('OK {0}', age);
    case 'refused':
      return vscode.l10n.t('refused {0}', age);
    case 'failed':
    case 'cancelled':
      return vscode.l10n.t('failed {0}', age);
  }
}

function resultIcon(result: LastOutcome | undefined): vscode.ThemeIcon {
  if (result === undefined) return new vscode.ThemeIcon('mail');
  return result.outcome === 'ok'
    ? new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'))
    : new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
}

function lifeIcon(life: TokenLife): vscode.ThemeIcon {
  switch (life.state) {
    case 'fresh':
    case 'unknown':
      return new vscode.ThemeIcon('key', new vscode.ThemeColor('testing.iconPassed'));
    case 'expired':
      return hasEnded(life)
        ? endedIcon()
        : new vscode.ThemeIcon('history', new vscode.ThemeColor('list.warningForeground'));
    case 'signed-out':
      return new vscode.ThemeIcon('sign-in');
  }
}

function tokenFacts(account: Account, { refreshEnded }: AccountStatus, life: TokenLife): string[] {
  const { tokens } = account;
  if (tokens === undefined) return [vscode.l10n.t('Not signed in: there is no token.')];
  const expiry =
    tokens.expiresAt === undefined
      ? describeLife(life)
      : vscode.l10n.t('{0}, at {1}', describeLife(life), formatMoment(tokens.expiresAt));
  return [
    vscode.l10n.t('Access token: present, {0}', expiry),
    tokens.refreshToken === undefined && isApplication(account)
      ? vscode.l10n.t('Refresh token: none; the application requests a new access token instead')
      : tokens.refreshToken === undefined
        ? vscode.l10n.t('Refresh token: none; sign in again when the access token expires')
        : refreshEnded === 'refused'
          ? vscode.l10n.t('Refresh token: no longer accepted by the authorization server; sign in again')
          : vscode.l10n.t('Refresh token: present'),
    vscode.l10n.t('Last obtained: {0}', formatMoment(tokens.obtainedAt)),
    ...(refreshEnded === 'interrupted'
      ? [vscode.l10n.t('A window was closed during a refresh, so the refresh token may be used up. Sign in again.')]
      : []),
  ];
}

/** Plain text: in Markdown the editor would render addresses and scopes as links. */
function tooltip(account: Account, facts: AccountStatus, life: TokenLife): string {
  const rows = [
    [vscode.l10n.t('Provider'), providerLabel(account)],
    [vscode.l10n.t('Client ID'), account.client.clientId],
    [vscode.l10n.t('Scopes requested'), account.scopes.join(' ')],
    [vscode.l10n.t('Scopes granted'), account.tokens?.scopes?.join(' ') ?? vscode.l10n.t('none yet')],
    ...protocols.flatMap((protocol) => {
      const server = account.mailServers[protocol];
      const result = facts.results[protocol];
      if (server === undefined) return [];
      const tested = result === undefined ? vscode.l10n.t('not tested yet') : describeOutcome(result, facts.now);
      return [[protocol.toUpperCase(), `${describeServer(server)}, ${tested}`]];
    }),
  ];
  return [
    account.email,
    ...tokenFacts(account, facts, life),
    ...rows.map(([name, value]) => `${name ?? ''}: ${value ?? ''}`),
  ].join('\n');
}
