import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { getL10nJson } from '@vscode/l10n-dev';
import {
  commands,
  contextKeys,
  resultPageType,
  settings,
  transcriptLanguage,
  views,
} from '../../../src/vscode/ui/ids.js';

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: Record<string, readonly { readonly command: string; readonly when?: string }[]>;
    readonly views: Record<string, readonly { readonly id: string }[]>;
    readonly languages: readonly { readonly id: string }[];
    readonly configuration: { readonly properties: Record<string, { readonly scope: string }> };
  };
}

const text = readFileSync('package.json', 'utf8');
const { contributes, activationEvents } = JSON.parse(text) as Manifest;
const names = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;

describe('the manifest', () => {
  it('documents every setting', () => {
    const document = readFileSync('docs/settings.md', 'utf8');
    for (const name of Object.keys(contributes.configuration.properties)) {
      assert.ok(document.includes(`\`${name}\``), name);
    }
  });

  it('declares the commands, views, settings and languages that the code uses, and no others', () => {
    const sorted = (ids: readonly string[]) => [...ids].sort();
    assert.deepEqual(sorted(contributes.commands.map(({ command }) => command)), sorted(Object.values(commands)));
    assert.deepEqual(
      Object.values(contributes.views)
        .flat()
        .map(({ id }) => id),
      Object.values(views),
    );
    assert.deepEqual(
      contributes.languages.map(({ id }) => id),
      [transcriptLanguage],
    );
    const { section, ...keys } = settings;
    assert.deepEqual(
      sorted(Object.keys(contributes.configuration.properties)),
      sorted(Object.values(keys).map((key) => `${section}.${key}`)),
    );
  });

  it('puts only declared commands into menus, under context keys that are set', () => {
    const known: readonly string[] = [...Object.values(contextKeys), ...Object.values(views)];
    for (const { command, when } of Object.values(contributes.menus).flat()) {
      assert.ok(
        contributes.commands.some((declared) => declared.command === command),
        command,
      );
      for (const key of when?.match(/mailOAuth\.\w+/g) ?? []) assert.ok(known.includes(key), key);
    }
  });

  it('has titles such that each, typed into the palette, finds no other command', () => {
    const titles = contributes.commands
      .filter(
        ({ command }) =>
          !contributes.menus['commandPalette']?.some((one) => one.command === command && one.when === 'false'),
      )
      .map(({ title }) => `Mail OAuth: ${names[title.slice(1, -1)]?.replace(/…$/, '') ?? ''}`);
    for (const typed of titles) {
      assert.deepEqual(
        titles.filter((title) => paletteFinds(typed, title)),
        [typed],
      );
    }
  });

  it('has one category, and a text for every key and a key for every text', () => {
    for (const { command, category } of contributes.commands) assert.equal(category, 'Mail OAuth', command);
    const used = [...text.matchAll(/"%([^%"]+)%"/g)].map((match) => match[1]);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(names).sort());
  });

  it('has every text of the code in the bundle for translators; `npm run l10n` writes it', async function () {
    this.timeout(60_000);
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const texts = await getL10nJson(
      sources.map((name) => ({ extension: '.ts', contents: readFileSync(`src/${name}`, 'utf8') })),
    );
    assert.deepEqual(
      Object.keys(JSON.parse(readFileSync('l10n/bundle.l10n.json', 'utf8')) as object).sort(),
      Object.keys(texts).sort(),
    );
  });

  it('lets no workspace redirect tokens', () => {
    for (const [key, { scope }] of Object.entries(contributes.configuration.properties)) {
      assert.equal(scope, 'application', key);
    }
  });

  it('wakes the extension for its own things only', () => {
    assert.deepEqual(activationEvents, ['onUri', `onWebviewPanel:${resultPageType}`]);
  });
});

/** As the palette looks for words: each goes on where the one before ended, or at the beginning of a later word. */
function paletteFinds(typed: string, title: string, at = 0): boolean {
  if (typed === '') return true;
  const wanted = typed[0]?.toLowerCase();
  if (title[at]?.toLowerCase() === wanted && paletteFinds(typed.slice(1), title, at + 1)) return true;
  for (let next = at + 1; next < title.length; next++) {
    if (!/[\s\-:]/.test(title[next - 1] ?? '') || title[next]?.toLowerCase() !== wanted) continue;
    if (paletteFinds(typed.slice(1), title, next + 1)) return true;
  }
  return false;
}
