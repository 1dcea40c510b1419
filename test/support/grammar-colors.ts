import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { workbenchFile } from './code-server.js';

/** The part of VS Code's tokenizer that is used. */
interface TextMate {
  readonly Registry: new (options: object) => Registry;
  readonly INITIAL: object;
  readonly parseRawGrammar: (text: string, file: string) => object;
}

interface Registry {
  setTheme(theme: { readonly settings: readonly ThemeRule[] }): void;
  getColorMap(): readonly string[];
  loadGrammar(scope: string): Promise<{
    tokenizeLine2(line: string, state: object): { readonly tokens: Uint32Array };
  }>;
}

interface Oniguruma {
  loadWASM(bytes: Uint8Array): Promise<void>;
  createOnigScanner(patterns: string[]): object;
  createOnigString(text: string): object;
}

interface ThemeRule {
  readonly scope?: string | readonly string[];
  readonly settings: { readonly foreground?: string };
}

interface Theme {
  readonly include?: string;
  readonly tokenColors?: readonly ThemeRule[] | string;
}

/** A part of a line in one color. */
export interface ColoredText {
  readonly text: string;
  /** `#RRGGBB`, or `default` where the theme says nothing. */
  readonly color: string;
}

/** VS Code's default themes with different token colors. */
export const tokenThemes = ['dark_modern', 'light_modern', 'dark_vs', 'light_vs', 'hc_black', 'hc_light'] as const;

const base = '#010203';

/** Creates a function that colors the lines of a grammar like VS Code, in one of its default themes. */
export async function colorizer(
  grammarFile: string,
  scope: string,
): Promise<(theme: string, line: string) => Promise<ColoredText[]>> {
  const load = createRequire(workbenchFile('package.json'));
  const { Registry, INITIAL, parseRawGrammar } = load('vscode-textmate') as TextMate;
  const oniguruma = load('vscode-oniguruma') as Oniguruma;
  await oniguruma.loadWASM(await readFile(workbenchFile('node_modules/vscode-oniguruma/release/onig.wasm')));
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns: string[]) => oniguruma.createOnigScanner(patterns),
      createOnigString: (text: string) => oniguruma.createOnigString(text),
    }),
    loadGrammar: async () => parseRawGrammar(await readFile(grammarFile, 'utf8'), grammarFile),
  });
  const grammar = await registry.loadGrammar(scope);
  return async (theme, line) => {
    registry.setTheme({ settings: [{ settings: { foreground: base } }, ...(await rulesOf(`${theme}.json`))] });
    const colors = registry.getColorMap();
    const { tokens } = grammar.tokenizeLine2(line, INITIAL);
    return Array.from({ length: tokens.length / 2 }, (_, index) => {
      const [at = 0, metadata = 0] = tokens.subarray(2 * index);
      // vscode-textmate, EncodedTokenAttributes: the foreground is in 9 bits from the 15th.
      const color = colors[(metadata >>> 15) & 0x1ff] ?? base;
      return { text: line.slice(at, tokens[2 * index + 2]), color: color === base ? 'default' : color };
    });
  };
}

/** The rules of a theme, after those of the theme that it includes. */
async function rulesOf(file: string): Promise<readonly ThemeRule[]> {
  const text = await readFile(workbenchFile('extensions/theme-defaults/themes', file), 'utf8');
  const { include, tokenColors = [] } = JSON.parse(withoutComments(text)) as Theme;
  const included = include === undefined ? [] : await rulesOf(include);
  return [...included, ...(typeof tokenColors === 'string' ? [] : tokenColors)];
}

function withoutComments(text: string): string {
  return text.replace(/^\s*\/\/.*$/gm, '').replace(/,(?=\s*[}\]])/g, '');
}

/** The usual meaning of a color. */
export function meaningOf(color: string): 'red' | 'green' | 'neutral' {
  const [red = 0, green = 0, blue = 0] = (/\w\w/g[Symbol.match](color) ?? []).map((part) => parseInt(part, 16));
  if (color === 'default' || Math.max(red, green, blue) - Math.min(red, green, blue) < 30) return 'neutral';
  if (green > red && green > blue) return 'green';
  return red > 1.8 * green && red > 1.8 * blue ? 'red' : 'neutral';
}
