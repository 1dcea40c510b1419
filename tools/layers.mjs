/*
 * The modules of src/, what each contains and what it may import. ESLint reads this table as an allow list
 * (eslint.config.mjs), CONTRIBUTING.md shows it, and test/unit/repository/layers.test.ts plants violations.
 *
 * `imports` are modules whose values and types may be imported, `types` are modules of which only types may,
 * `packages` are third-party packages; `node` allows Node.js's own modules. A module may always import itself.
 * Everything that is not listed is refused.
 */

/** @typedef {{ module: string, contains: string, imports: string[], types?: string[], packages?: string[], node?: boolean }} Layer */

/** What may be used by all that puts the modules together outside an editor. */
const withoutEditor = [
  'common',
  'sasl',
  'transport',
  'oauth',
  'mail/wire',
  'mail/login-check',
  'providers',
  'autoconfig',
  'diagnosis',
  'report',
  'sign-in',
  'sandbox',
  'move-guide',
  'check-options.ts',
];

/** @type {Layer[]} */
export const layers = [
  {
    module: 'sasl',
    contains:
      'XOAUTH2 and OAUTHBEARER: encode, decode, the SASL client exchange of all three protocols, the error challenge, the linter. Pure, runs in a browser; it reports codes, the words come from `common`',
    imports: [],
  },
  {
    module: 'common',
    contains:
      'the base of all errors and the table of their codes, the words for the codes of `sasl`, small functions on text',
    imports: [],
    types: ['sasl'],
    packages: ['@vscode/l10n'],
  },
  {
    module: 'transport',
    contains:
      'what all sockets need: proxies, CA files, TLS information, HTTP requests, deadlines, the redactor, text from outside',
    imports: ['common'],
    packages: ['@vscode/l10n', 'socks', 'proxy-from-env'],
    node: true,
  },
  {
    module: 'oauth',
    contains:
      'authorization servers: metadata, authorization code with PKCE, device grant, client credentials, refresh, revocation',
    imports: ['common', 'transport'],
    packages: ['@vscode/l10n', 'oauth4webapi'],
    node: true,
  },
  {
    module: 'mail/wire',
    contains: 'one recorded connection: lines, STARTTLS, transcript, phases, replies',
    imports: ['common', 'transport', 'sasl'],
    packages: ['@vscode/l10n'],
    node: true,
  },
  {
    module: 'mail/protocols',
    contains: 'IMAP, SMTP and POP3 as dialogues with the same four parts, one file each, and the client that runs them',
    imports: ['common', 'transport', 'sasl', 'mail/wire'],
    packages: ['@vscode/l10n'],
    node: true,
  },
  {
    module: 'mail/login-check',
    contains: 'the check of a login: token, string, login, mailbox; the comparison of mechanisms; the result as data',
    imports: ['common', 'transport', 'sasl', 'mail/wire', 'mail/protocols'],
    types: ['providers'],
    packages: ['@vscode/l10n'],
    node: true,
  },
  {
    module: 'providers',
    contains:
      'one file per provider with everything known about it: domains, endpoints, redirects, scopes, quirks, what its servers say and what it means',
    imports: ['common'],
    types: ['sasl', 'oauth', 'mail/wire', 'mail/login-check'],
    packages: ['@vscode/l10n', 'valibot'],
  },
  {
    module: 'autoconfig',
    contains:
      'an address, a domain or a host: its mail servers, its authorization server and their mechanisms, one file per method. What mail servers say before a login comes from the client that checks logins',
    imports: ['common', 'transport', 'oauth', 'providers', 'mail/wire', 'mail/login-check'],
    packages: ['@vscode/l10n', 'saxes', 'valibot'],
    node: true,
  },
  {
    module: 'diagnosis',
    contains: 'what results and errors mean: the rules that belong to no single provider, and the engine',
    imports: ['common', 'sasl', 'oauth', 'mail/wire', 'providers'],
    types: ['mail/login-check'],
    packages: ['@vscode/l10n'],
  },
  {
    module: 'report',
    contains: 'the views of one result: JSON, text, Markdown, an HTML page',
    imports: ['common', 'sasl', 'transport', 'mail/wire', 'diagnosis', 'autoconfig'],
    types: ['oauth', 'mail/login-check'],
    packages: ['@vscode/l10n'],
    node: true,
  },
  {
    module: 'accounts',
    contains:
      'what an account is, where it is stored among all windows, when a token is fresh, the one place that refreshes',
    imports: ['common', 'transport', 'oauth', 'providers'],
    types: ['mail/wire', 'mail/login-check'],
    packages: ['@vscode/l10n', 'valibot'],
    node: true,
  },
  {
    module: 'sign-in',
    contains:
      'the ways to get tokens: loopback, editor URI, relay, manual, a code on a device; what an application signs in with',
    imports: ['common', 'transport', 'oauth', 'providers', 'accounts'],
    packages: ['@vscode/l10n', 'valibot', 'node-forge', 'node-forge/lib/forge', 'node-forge/lib/pkcs12'],
    node: true,
  },
  {
    module: 'sandbox',
    contains:
      'an authorization server and mail servers on loopback; a bundle of its own that only `load.ts` loads, when it is asked for',
    imports: ['common', 'sasl', 'transport', 'mail/wire'],
    packages: ['@vscode/l10n', 'oidc-provider', '@peculiar/x509', 'reflect-metadata', 'valibot'],
    node: true,
  },
  {
    module: 'check-options.ts',
    contains:
      'what the editor, the command line and the library complete a login check with: CA files, proxy, provider',
    imports: ['common', 'transport', 'mail/login-check', 'providers'],
  },
  {
    module: 'move-guide',
    contains:
      'how an application that logs in with a password moves to OAuth: cards of applications as data, the steps at the provider, the document',
    imports: ['common'],
    types: ['mail/wire'],
    packages: ['@vscode/l10n'],
  },
  {
    module: 'cli',
    contains: 'the command line',
    imports: withoutEditor,
    types: ['accounts'],
    packages: ['@vscode/l10n'],
    node: true,
  },
  {
    module: 'index.ts',
    contains: 'the library: what other programs may use of the rest',
    imports: withoutEditor,
    types: ['accounts'],
  },
  {
    module: 'webview',
    contains: 'what runs in a browser: the script of the result page, a bundle of its own that the page contains',
    imports: [],
  },
  {
    module: 'vscode',
    contains: 'commands, views, output channels, the URI handler; the only module besides `extension.ts` with `vscode`',
    imports: [...withoutEditor, 'accounts'],
    types: ['webview'],
    packages: ['@vscode/l10n', 'vscode'],
    node: true,
  },
  {
    module: 'extension.ts',
    contains: 'the composition root of the extension',
    imports: ['accounts', 'sign-in', 'vscode'],
    packages: ['@vscode/l10n', 'vscode'],
    node: true,
  },
];

/** The only files of the sandbox that other modules may import as values: the rest is loaded when it is asked for. */
const sandboxEntries = ['sandbox/load.ts', 'sandbox/ports.ts'];

/**
 * The layer of a file.
 *
 * @param {string} file its path below src/, with slashes
 * @returns {Layer | undefined}
 */
export function layerOf(file) {
  return layers.find(({ module }) => file === module || file.startsWith(`${module}/`));
}

/**
 * Whether a file may import another, or a package.
 *
 * @param {string} from the importing file below src/
 * @param {{ file?: string, package?: string, builtin?: boolean }} target what is imported
 * @param {{ typeOnly: boolean, dynamic: boolean }} how
 */
export function mayImport(from, target, { typeOnly, dynamic }) {
  const layer = layerOf(from);
  if (layer === undefined) return false;
  if (target.builtin === true) return layer.node === true;
  if (target.package !== undefined) return layer.packages?.includes(target.package) === true;
  const imported = layerOf(target.file ?? '');
  if (imported === undefined) return false;
  if (imported === layer)
    return target.file !== 'sandbox/sandbox.ts' || typeOnly || (dynamic && from === 'sandbox/load.ts');
  if (typeOnly && layer.types?.includes(imported.module) === true) return true;
  if (!layer.imports.includes(imported.module)) return false;
  return imported.module !== 'sandbox' || typeOnly || sandboxEntries.includes(target.file ?? '');
}

/** The table as Markdown. */
export function layerTable() {
  const list = (names) => names.map((name) => `\`${name}\``).join(', ');
  const rows = layers.map(({ module, contains, imports, types = [], packages = [], node }) => {
    const parts = [
      ...(imports.length === 0 ? [] : [list(imports)]),
      ...(types.length === 0 ? [] : [`types of ${list(types)}`]),
      ...(node === true ? ['Node.js'] : []),
      ...(packages.length === 0 ? [] : [list(packages)]),
    ];
    return `| \`src/${module}\` | ${contains} | ${parts.join('; ') || 'nothing'} |`;
  });
  return ['| module | contains | may import |', '| --- | --- | --- |', ...rows].join('\n');
}
