import { escapeHtml } from '../common/html.js';

/** The page that the browser shows after the redirect. */
export interface ResultPage {
  readonly ok: boolean;
  readonly title: string;
  readonly text: string;
  /** A link that brings the editor to the front; it is followed automatically. */
  readonly editorUri?: string;
  readonly linkText?: string;
}

/** Renders the page as HTML: without scripts and external resources, with every text escaped. */
export function renderPage({ ok, title, text, editorUri, linkText }: ResultPage): string {
  const link =
    editorUri === undefined ? '' : `<p><a href="${escapeHtml(editorUri)}">${escapeHtml(linkText ?? editorUri)}</a></p>`;
  const refresh = editorUri === undefined ? '' : `<meta http-equiv="refresh" content="1;url=${escapeHtml(editorUri)}">`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${refresh}
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem }
h1 { font-size: 1.4rem; font-weight: 600 }
h1::before { content: "${ok ? '\\2713' : '\\2715'}"; color: ${ok ? '#2e8b57' : '#c0392b'}; margin-right: .6rem }
</style></head>
<body><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>${link}</body></html>
`;
}
