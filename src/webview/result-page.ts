/*
 * The script of the result page in the editor's webview: tabs, filter, copying, and messages to the extension. The page
 * is readable without it. HTML from the extension has been escaped there; scripts in it do not run.
 */

import type { ExtensionMessage, PageMessage, PageState } from './messages.js';

interface EditorApi {
  postMessage(message: PageMessage): void;
  getState(): PageState | undefined;
  setState(state: PageState): void;
}

declare function acquireVsCodeApi(): EditorApi;

const editor = acquireVsCodeApi();

const all = <E extends HTMLElement>(selector: string, within: ParentNode = document) => [
  ...within.querySelectorAll<E>(selector),
];

function panels(): HTMLElement[] {
  return all('[data-panel]');
}

/** Turns the links to the panels into tabs. WAI-ARIA Authoring Practices, Tabs with automatic activation. */
function makeTabs(): void {
  document.body.classList.add('scripted');
  const list = document.querySelector('nav ul');
  if (list === null) return;
  list.setAttribute('role', 'tablist');
  list.setAttribute('aria-label', list.parentElement?.getAttribute('aria-label') ?? '');
  list.parentElement?.removeAttribute('aria-label');
  list.parentElement?.setAttribute('role', 'presentation');
  for (const link of all<HTMLAnchorElement>('[data-tab]', list)) {
    link.parentElement?.setAttribute('role', 'presentation');
    link.id = `tab-${link.dataset['tab'] ?? ''}`;
    link.setAttribute('role', 'tab');
    link.setAttribute('aria-controls', `panel-${link.dataset['tab'] ?? ''}`);
  }
  for (const panel of panels()) {
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', `tab-${panel.dataset['panel'] ?? ''}`);
  }
}

function selectTab(name: string, focus = false): void {
  if (!panels().some((panel) => panel.dataset['panel'] === name)) return;
  for (const panel of panels()) panel.hidden = panel.dataset['panel'] !== name;
  for (const tab of all('[role=tab]')) {
    const selected = tab.dataset['tab'] === name;
    tab.setAttribute('aria-selected', String(selected));
    tab.tabIndex = selected ? 0 : -1;
    if (selected && focus) tab.focus();
  }
  const state = editor.getState();
  if (state !== undefined) editor.setState({ ...state, tab: name });
}

/** Selects the previous tab, or the one with the most severe result. */
function selectFirst(showWorst: boolean): void {
  const worst = panels().find((panel) => panel.dataset['worst'] === 'true') ?? panels()[0];
  const before = panels().find((panel) => panel.dataset['panel'] === editor.getState()?.tab);
  const chosen = showWorst ? worst : (before ?? worst);
  if (chosen !== undefined) selectTab(chosen.dataset['panel'] ?? '');
}

/** Unfolds and shows the target of a link within the page. */
function reveal(id: string): void {
  const target = document.getElementById(id);
  const panel = target?.closest<HTMLElement>('[data-panel]');
  if (target === null || panel === null || panel === undefined) return;
  selectTab(panel.dataset['panel'] ?? '');
  for (let at: Element | null = target; at !== null; at = at.parentElement) {
    if (at instanceof HTMLDetailsElement) at.open = true;
  }
  target.scrollIntoView({ block: 'nearest' });
  const focusable = target.matches('details') ? target.querySelector<HTMLElement>('summary') : target;
  if (focusable !== null) {
    if (focusable === target) focusable.tabIndex = -1;
    focusable.focus();
  }
}

function filter(protocol: string, wanted: string): void {
  const steps = document.getElementById(`${protocol}-steps`);
  if (steps === null) return;
  const sought = wanted.trim().toLowerCase();
  let count = 0;
  for (const line of all('li', steps)) {
    line.hidden = sought !== '' && !line.textContent.toLowerCase().includes(sought);
    if (!line.hidden) count++;
  }
  if (sought !== '') for (const step of all<HTMLDetailsElement>('details', steps)) step.open = true;
  const status = document.querySelector(`[data-matches="${protocol}"]`);
  if (status !== null) status.textContent = sought === '' ? '' : String(count);
}

function fold(protocol: string): void {
  const steps = all<HTMLDetailsElement>(`#${protocol}-steps > details`);
  const open = steps.some((step) => !step.open);
  for (const step of steps) step.open = open;
}

/** The text of a line for copying. */
function lineText(line: Element): string {
  return [...line.querySelectorAll('.at, b, .text')].map((part) => part.textContent).join(' ');
}

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target.closest<HTMLElement>('button, a[href^="#"]') : null;
  if (target === null) return;
  const { tab, action, command, copy, fold: folded, protocol = '' } = target.dataset;
  if (tab !== undefined) {
    event.preventDefault();
    selectTab(tab, true);
  } else if (action !== undefined) editor.postMessage({ type: 'action', protocol, action });
  else if (command === 'copyTranscript') {
    const lines = all(`#${protocol}-steps li, #${protocol}-steps pre`);
    const text = lines.map((line) => (line.matches('pre') ? line.textContent : lineText(line)));
    editor.postMessage({ type: 'copy', text: text.join('\n') });
  } else if (command !== undefined) editor.postMessage({ type: 'command', protocol, command });
  else if (copy !== undefined) {
    editor.postMessage({ type: 'copy', text: document.getElementById(copy)?.textContent ?? '' });
  } else if (folded !== undefined) fold(folded);
  else if (target instanceof HTMLAnchorElement) {
    event.preventDefault();
    reveal(target.hash.slice(1));
  }
});

document.addEventListener('input', (event) => {
  if (event.target instanceof HTMLInputElement && event.target.dataset['filter'] !== undefined) {
    filter(event.target.dataset['filter'], event.target.value);
  }
});

document.addEventListener('keydown', (event) => {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return;
  if (target.matches('[role=tab]')) moveTab(event, target);
  else if (target.matches('.lines, .lines li')) moveLine(event, target);
});

function moveTab(event: KeyboardEvent, tab: HTMLElement): void {
  const tabs = all('[role=tab]');
  const at = tabs.indexOf(tab);
  const goals: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 };
  const goal = goals[event.key];
  if (goal === undefined) return;
  event.preventDefault();
  selectTab(tabs.at(goal % tabs.length)?.dataset['tab'] ?? '', true);
}

/** The arrow keys move through the lines of a phase, and the copy shortcut copies the line. */
function moveLine(event: KeyboardEvent, target: HTMLElement): void {
  const list = target.closest('.lines');
  if (list === null) return;
  const lines = all<HTMLElement>('li', list).filter((line) => !line.hidden);
  const at = lines.indexOf(target);
  const goals: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 };
  const goal = goals[event.key];
  if (goal !== undefined && goal >= 0 && goal < lines.length) {
    event.preventDefault();
    const line = lines[goal];
    if (line !== undefined) line.tabIndex = -1;
    line?.focus();
  } else if (event.key.toLowerCase() === 'c' && (event.ctrlKey || event.metaKey) && target.matches('li')) {
    if (document.getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    editor.postMessage({ type: 'copy', text: lineText(target) });
  }
}

/** The open foldable parts, to restore them after rendering. */
function openParts(): Set<string> {
  return new Set(all<HTMLDetailsElement>('details[id][open]').map(({ id }) => id));
}

window.addEventListener('message', ({ data }: MessageEvent<ExtensionMessage>) => {
  if (data.type === 'lines') {
    const list = document.getElementById('live-lines');
    if (list === null) return;
    const following = window.innerHeight + window.scrollY >= document.body.scrollHeight - 40;
    list.insertAdjacentHTML('beforeend', data.lines.join(''));
    if (following) window.scrollTo(0, document.body.scrollHeight);
    return;
  }
  const open = data.showWorst ? new Set<string>() : openParts();
  const page = document.getElementById('page');
  if (page === null) return;
  page.outerHTML = data.body;
  for (const part of all<HTMLDetailsElement>('details[id]')) if (open.has(part.id)) part.open = true;
  makeTabs();
  selectFirst(data.showWorst);
  if (data.showWorst) window.scrollTo(0, 0);
});

const { accountId = '', user = '' } = document.body.dataset;
const before = editor.getState();
editor.setState({ accountId, user, ...(before?.tab === undefined ? {} : { tab: before.tab }) });
makeTabs();
selectFirst(before?.tab === undefined);
editor.postMessage({ type: 'ready' });
