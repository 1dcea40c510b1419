/**
 * The style of the page. In the editor all colors are the theme's; the fallback values are for a saved file. No meaning
 * depends on color alone: there is always a symbol and a word too.
 */
export const style = `
:root {
  color-scheme: light dark;
  --fg: var(--vscode-editor-foreground, light-dark(#1f1f1f, #cccccc));
  --bg: var(--vscode-editor-background, light-dark(#ffffff, #1f1f1f));
  --muted: var(--vscode-descriptionForeground, light-dark(#5a5a5a, #a5a5a5));
  --link: var(--vscode-textLink-foreground, light-dark(#005fb8, #4daafc));
  --line: var(--vscode-contrastBorder, var(--vscode-panel-border, light-dark(#d4d4d4, #3c3c3c)));
  --block: var(--vscode-textCodeBlock-background, light-dark(#f3f3f3, #2b2b2b));
  --ok: var(--vscode-testing-iconPassed, light-dark(#388a34, #73c991));
  --bad: var(--vscode-testing-iconFailed, light-dark(#c72e0f, #f14c4c));
  --warn: var(--vscode-list-warningForeground, light-dark(#855f00, #cca700));
  --focus: var(--vscode-focusBorder, light-dark(#005fb8, #0078d4));
  --button: var(--vscode-button-background, #0067c0);
  --button-fg: var(--vscode-button-foreground, #ffffff);
  --button2: var(--vscode-button-secondaryBackground, light-dark(#e5e5e5, #313131));
  --button2-fg: var(--vscode-button-secondaryForeground, light-dark(#1f1f1f, #cccccc));
  --button-line: var(--vscode-contrastBorder, var(--vscode-button-border, transparent));
  --mono: var(--vscode-editor-font-family, ui-monospace, Consolas, monospace);
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 12px 20px 40px; max-width: 1100px;
  color: var(--fg); background: var(--bg);
  font: var(--vscode-font-size, 13px)/1.5 var(--vscode-font-family, system-ui, sans-serif);
  overflow-wrap: anywhere;
}
h1 { font-size: 1.5em; font-weight: 600; margin: 4px 0; }
h2 { font-size: 1.25em; font-weight: 600; margin: 4px 0; }
h3 { font-size: 1.1em; font-weight: 600; margin: 24px 0 6px; padding-top: 10px; border-top: 1px solid var(--line); }
h4 { font-size: 1em; font-weight: 600; margin: 12px 0 4px; }
p { margin: 4px 0; }
code, pre, .lines, .anatomy { font-family: var(--mono); font-size: var(--vscode-editor-font-size, 12px); }
code { color: inherit; background: var(--block); padding: 0 3px; border-radius: 3px; }
pre { background: var(--block); padding: 8px; overflow: auto; margin: 4px 0; white-space: pre-wrap; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.where, .remarks, .at, .count, .ms { color: var(--muted); }
.remarks { font-size: 0.92em; }
.overall { font-size: 1.05em; }
.badge {
  display: inline-block; white-space: nowrap; border: 1px solid var(--mark); border-radius: 3px; padding: 0 6px;
  font-size: 0.92em; font-weight: normal;
}
dd .badge { white-space: normal; }
.sign { color: var(--mark); font-weight: bold; }
.badge, svg { --mark: var(--muted); }
.badge.ok, svg.ok { --mark: var(--ok); }
.badge.bad, svg.bad { --mark: var(--bad); }
.badge.warn, svg.warn { --mark: var(--warn); }
nav ul, .tabs {
  display: flex; flex-wrap: wrap; gap: 4px; list-style: none; margin: 10px 0 12px; padding: 0;
  border-bottom: 1px solid var(--line);
}
nav a, [role=tab] {
  display: inline-block; padding: 6px 10px; color: var(--fg); text-decoration: none; background: none; border: 0;
  border-bottom: 2px solid transparent; font: inherit; cursor: pointer;
}
[role=tab][aria-selected=true] { border-bottom-color: var(--focus); font-weight: 600; }
nav a:hover, [role=tab]:hover { text-decoration: underline; }
.panel + .panel { margin-top: 32px; }
body.scripted .panel + .panel { margin-top: 0; }
.verdict { border-left: 4px solid var(--muted); padding: 2px 0 2px 14px; }
.verdict.ok { border-color: var(--ok); }
.verdict.bad { border-color: var(--bad); }
.checks {
  list-style: none; padding: 0; margin: 8px 0; display: grid; grid-template-columns: max-content 1fr;
  gap: 4px 10px;
}
.checks li { display: grid; grid-column: 1 / -1; grid-template-columns: subgrid; align-items: baseline; }
.checks .badge { justify-self: start; }
.summary { color: var(--muted); }
.cause { font-size: 1.1em; font-weight: 600; margin-top: 8px; }
.meaning { margin: 8px 0; }
blockquote { margin: 4px 0; padding: 2px 10px; border-left: 2px solid var(--line); }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 12px 0 4px; }
button {
  font: inherit; color: var(--button2-fg); background: var(--button2); border: 1px solid var(--button-line);
  border-radius: 3px; padding: 4px 12px; cursor: pointer; text-align: left;
}
button.advised { color: var(--button-fg); background: var(--button); }
[role=tab], [role=tab]:hover { background: none; }
.tried { opacity: 0.85; font-style: italic; }
.timing { list-style: none; margin: 6px 0; padding: 0; }
.timing li {
  display: grid; grid-template-columns: minmax(7em, 10em) minmax(80px, 1fr) 6em minmax(0, 12em); gap: 10px;
  align-items: center;
}
.timing .ms { text-align: right; }
svg { width: 100%; height: 10px; fill: var(--mark); }
svg .track { fill: var(--block); }
.life { max-width: 560px; }
.ends { display: flex; justify-content: space-between; gap: 12px; color: var(--muted); font-size: 0.92em; }
dl { margin: 6px 0; }
dl > div { display: grid; grid-template-columns: minmax(8em, 13em) 1fr; gap: 10px; padding: 1px 0; }
dt { color: var(--muted); }
dd { margin: 0; }
.scroll { overflow-x: auto; margin: 8px 0; }
table { border-collapse: collapse; min-width: 60%; overflow-wrap: break-word; }
td code, tbody th code { overflow-wrap: anywhere; }
caption { text-align: left; font-weight: 600; padding: 4px 0; }
th, td {
  text-align: left; vertical-align: top; border: 1px solid var(--line); padding: 3px 8px; font-weight: normal;
}
thead th { font-weight: 600; background: var(--block); }
td .reply { display: block; max-width: 34em; }
.anatomy { display: flex; flex-wrap: wrap; gap: 3px 2px; margin: 8px 0; }
.part { padding: 2px 4px; border: 1px solid var(--line); border-radius: 3px; background: var(--block); }
.part.user { font-weight: 600; }
.part.separator { color: var(--muted); position: relative; }
.part.secret { border-style: dashed; }
.finding { text-decoration: underline wavy var(--bad); text-underline-offset: 3px; }
.tools { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; margin: 6px 0; }
input[type=search] {
  font: inherit; color: var(--vscode-input-foreground, inherit);
  background: var(--vscode-input-background, var(--bg));
  border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, var(--muted))); border-radius: 3px;
  padding: 3px 6px;
}
summary { cursor: pointer; padding: 2px 0; }
.lines {
  list-style: none; margin: 2px 0 8px; padding: 4px 8px; background: var(--block);
  border: 1px solid var(--button-line);
}
.lines li { display: grid; grid-template-columns: 6em 1.6em 1fr auto; gap: 6px; }
.lines .at { text-align: right; }
.lines b { text-align: center; }
.lines .text { white-space: pre-wrap; }
.lines .note .text { color: var(--muted); }
.lines .found { border-left: 3px solid var(--bad); margin-left: -8px; padding-left: 5px; }
[hidden] { display: none !important; }
.exchange, .compared, .reproduce details { border-bottom: 1px solid var(--line); padding: 4px 0; }
@media (max-width: 560px) {
  body { padding: 8px 10px 32px; }
  .checks, dl > div { grid-template-columns: 1fr; gap: 0; }
  .checks li { gap: 2px; padding-bottom: 4px; }
  dl > div { padding: 3px 0; }
  .timing li { grid-template-columns: 1fr 6em; }
  .timing svg { grid-column: 1 / -1; grid-row: 2; }
  .timing .mark { grid-column: 1 / -1; }
  .lines li { grid-template-columns: auto auto 1fr; }
  .lines .text { grid-column: 1 / -1; }
  table { min-width: 100%; }
}
@media print { .actions, .tools, nav { display: none; } }
`;
