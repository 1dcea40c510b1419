import type { ServerResponse } from 'node:http';
import * as l10n from '@vscode/l10n';
import { escapeHtml } from '../common/html.js';
import { addressOf, type Scenario } from './scenario.js';

/** The page for selecting an account, each with its lesson; the hinted one first. */
export function loginPage(action: string, scenarios: readonly Scenario[], hint: string | undefined): string {
  const hinted = scenarios.filter((scenario) => addressOf(scenario) === hint?.toLowerCase());
  const others = scenarios.filter((scenario) => !hinted.includes(scenario));
  const buttons = [
    ...hinted.map((scenario) => accountButton(scenario, ' autofocus class="first"')),
    ...others.map((scenario) => accountButton(scenario, '')),
  ];
  return page(
    l10n.t('Choose an account'),
    `${paragraph(l10n.t('This sandbox runs on your machine. It asks for no password, and nothing leaves this machine.'))}
    <form method="post" action="${escapeHtml(action)}"><ul>${buttons.join('')}</ul></form>`,
  );
}

function accountButton(scenario: Scenario, attributes: string): string {
  const address = escapeHtml(addressOf(scenario));
  return `
    <li><button name="login" value="${address}"${attributes}>
      <b>${address}</b><span>${escapeHtml(scenario.title)}</span><small>${escapeHtml(scenario.lesson)}</small>
    </button></li>`;
}

/** The content of a consent page. */
export interface ConsentRequest {
  readonly address: string;
  readonly client: string;
  readonly scopes: readonly string[];
}

/** The consent page. @param actions the URLs of its forms */
export function consentPage(
  actions: { readonly allow: string; readonly deny: string },
  { address, client, scopes }: ConsentRequest,
): string {
  const form = (action: string, attributes: string, label: string) =>
    `<form method="post" action="${escapeHtml(action)}"><button${attributes}>${escapeHtml(label)}</button></form>`;
  return page(
    l10n.t('Allow access?'),
    `${paragraph(l10n.t('“{0}” wants to access the mailbox {1}:', client, address))}
    <ul>${scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join('')}</ul>
    ${form(actions.allow, ' class="first" autofocus', l10n.t('Allow'))}
    ${form(actions.deny, '', l10n.t('Deny'))}`,
  );
}

/** The home page of the authorization server. */
export function homePage(): string {
  const link = `<a href="/.well-known/openid-configuration">${escapeHtml(l10n.t('Metadata'))}</a>`;
  const text = l10n.t('This is the authorization server of a sandbox on this machine.');
  return page(l10n.t('Mail OAuth Sandbox'), `${paragraph(text)}<p>${link}</p>`);
}

/** A page with a message. */
export function messagePage(title: string, text: string): string {
  return page(title, paragraph(text));
}

/** A page with an OAuth error. */
export function errorPage(title: string, error: string, description = ''): string {
  return page(title, `<p><code>${escapeHtml(error)}</code> ${escapeHtml(description)}</p>`);
}

/** The pages of the device flow (RFC 8628 §3.3) for `oidc-provider`. */
export function devicePages() {
  interface Context {
    body: unknown;
  }
  return {
    userCodeInputSource: (context: Context, form: string) => {
      context.body = page(l10n.t('Enter the code shown on your device'), form);
    },
    userCodeConfirmSource: (context: Context, form: string, _client: unknown, _device: unknown, userCode: string) => {
      const button = `<button type="submit" form="op.deviceConfirmForm">${escapeHtml(l10n.t('Continue'))}</button>`;
      context.body = page(
        l10n.t('Does your device show this code?'),
        `<p><code>${escapeHtml(userCode)}</code></p>${form}${button}`,
      );
    },
    successSource: (context: Context) => {
      context.body = messagePage(l10n.t('Signed in'), l10n.t('Return to your device.'));
    },
  };
}

/** Sends a page with headers against caching and framing. */
export function sendPage(response: ServerResponse, html: string, status = 200): void {
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'x-frame-options': 'DENY',
    })
    .end(html);
}

const style = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:40rem;margin:3rem auto;padding:0 1rem}
ul{list-style:none;padding:0}li{margin:.5rem 0}
button{font:inherit;cursor:pointer;padding:.6rem 1rem;border:1px solid GrayText;border-radius:6px;background:Canvas;color:CanvasText}
li button{display:grid;width:100%;text-align:left}
button:hover,button:focus-visible,.first{border-color:AccentColor;outline:1px solid AccentColor}
form{display:inline}small{opacity:.8}p.mark{font-size:.85rem;opacity:.8}
input{font:inherit;padding:.5rem}
`;

/** @param html the content after the heading, already escaped */
function page(title: string, html: string): string {
  const mark = escapeHtml(l10n.t('Mail OAuth Sandbox'));
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} · ${mark}</title>
<style>${style}</style>
<p class="mark">${mark}</p>
<h1>${escapeHtml(title)}</h1>
${html}
</html>`;
}

function paragraph(text: string): string {
  return `<p>${escapeHtml(text)}</p>`;
}
