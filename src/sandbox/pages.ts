import * as l10n from '@vscode/l10n';
import { addressOf, type Scenario } from './scenario.js';

/** The page that asks who signs in: every account of the sandbox, with what it teaches. */
export function loginPage(action: string, scenarios: readonly Scenario[], hint: string | undefined): string {
  const hinted = scenarios.filter((scenario) => addressOf(scenario) === hint?.toLowerCase());
  const others = scenarios.filter((scenario) => !hinted.includes(scenario));
  const button = (scenario: Scenario, first: boolean) => `
    <li><button name="login" value="${escapeHtml(addressOf(scenario))}"${first ? ' autofocus class="first"' : ''}>
      <b>${escapeHtml(addressOf(scenario))}</b><span>${escapeHtml(scenario.title)}</span><small>${escapeHtml(scenario.teaches)}</small>
    </button></li>`;
  return page(
    l10n.t('Who signs in?'),
    `<p>${escapeHtml(l10n.t('This is the sandbox on your own machine: no password is asked for, and nothing leaves it.'))}</p>
    <form method="post" action="${escapeHtml(action)}"><ul>
      ${hinted.map((scenario) => button(scenario, true)).join('')}${others.map((scenario) => button(scenario, false)).join('')}
    </ul></form>`,
  );
}

/** The page that asks for consent. */
export function consentPage(
  actions: { readonly allow: string; readonly deny: string },
  who: { readonly address: string; readonly client: string; readonly scopes: readonly string[] },
): string {
  return page(
    l10n.t('Allow access?'),
    `<p>${escapeHtml(l10n.t('“{0}” wants to access the mailbox {1}:', who.client, who.address))}</p>
    <ul>${who.scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join('')}</ul>
    <form method="post" action="${escapeHtml(actions.allow)}"><button class="first" autofocus>${escapeHtml(l10n.t('Allow'))}</button></form>
    <form method="post" action="${escapeHtml(actions.deny)}"><button>${escapeHtml(l10n.t('Deny'))}</button></form>`,
  );
}

/** A page that only says something. @param html already safe */
export function page(title: string, html: string): string {
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)} · Mail OAuth Sandbox</title>
<style>
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:40rem;margin:3rem auto;padding:0 1rem}
ul{list-style:none;padding:0}li{margin:.5rem 0}
button{font:inherit;cursor:pointer;padding:.6rem 1rem;border:1px solid GrayText;border-radius:6px;background:Canvas;color:CanvasText}
li button{display:grid;width:100%;text-align:left}button:hover,button:focus-visible,.first{border-color:AccentColor;outline:1px solid AccentColor}
form{display:inline}small{opacity:.8}p.mark{font-size:.85rem;opacity:.8}
input{font:inherit;padding:.5rem}
</style>
<p class="mark">Mail OAuth Sandbox</p>
<h1>${escapeHtml(title)}</h1>
${html}
</html>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
