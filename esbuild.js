// Builds what runs: dist/extension.js (in VS Code), dist/cli.js (in a shell), dist/index.js (the library), and
// dist/sandbox.js, which any of them loads when it is asked for. The first three consist of several files.
// With --tests it builds every file of test/ into out/test/ instead; with --brief it prints one line.
const { readFileSync, readdirSync, rmSync } = require('node:fs');
const { mkdir, readdir, rm, writeFile } = require('node:fs/promises');
const { isBuiltin } = require('node:module');
const path = require('node:path');
const esbuild = require('esbuild');
const withoutSamples = require('./tools/without-samples.cjs');

const flags = new Set(process.argv.slice(2));
const production = flags.has('--production');
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  define: { __VERSION__: JSON.stringify(version) },
  logLevel: flags.has('--brief') ? 'warning' : 'info',
};

/** Leaves the sandbox to its own bundle, beside the one that asks for it. */
const sandboxApart = {
  name: 'sandbox-apart',
  setup: (build) =>
    build.onResolve({ filter: /^\.\/sandbox\.js$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './sandbox.js', external: true } : undefined,
    ),
};

/**
 * A product in parts: a file for each entry, and as `dist/NAME-*.js` what they import dynamically and what these share.
 * esbuild splits ES modules only; each file becomes CommonJS afterwards, which loads faster (docs/performance.md).
 */
const inChunks = (name, entryPoints, options = {}) => ({
  ...common,
  ...options,
  entryPoints,
  outdir: 'dist',
  chunkNames: `${name}-[name]-[hash]`,
  splitting: true,
  format: 'esm',
  sourcemap: production ? false : 'inline',
  write: false,
  logLevel: 'warning',
  // The version for Node.js loads the file system in order to read translations; ours are passed in.
  alias: { '@vscode/l10n': path.resolve('node_modules/@vscode/l10n/dist/browser.js') },
  plugins: [sandboxApart, modulesOnly, ...(production ? [withoutSamples] : []), commonJsChunks(name)],
});

/**
 * A CommonJS package that is imported dynamically becomes a chunk that has only a default export, whatever its types
 * say. A module of ours in between knows the names that it exports.
 */
const modulesOnly = {
  name: 'modules-only',
  setup: (build) =>
    build.onResolve({ filter: /^[^.]/ }, ({ kind, path: name }) =>
      kind === 'dynamic-import' && !isBuiltin(name)
        ? { errors: [{ text: `Import ${name} dynamically through a module that exports what is needed from it.` }] }
        : undefined,
    ),
};

const commonJsChunks = (name) => ({
  name: 'commonjs-chunks',
  setup: (build) =>
    build.onEnd(async ({ outputFiles = [] }) => {
      await mkdir('dist', { recursive: true });
      // Chunks have hashes in their names, so older ones would stay.
      const chunks = (await readdir('dist')).filter((file) => file.startsWith(`${name}-`));
      if (outputFiles.length > 0) for (const chunk of chunks) await rm(path.join('dist', chunk));
      for (const { path: file, text } of outputFiles) await writeCommonJs(file, text);
    }),
});

async function writeCommonJs(file, esModule) {
  const { code, map } = await esbuild.transform(esModule, {
    format: 'cjs',
    platform: 'node',
    target: common.target,
    // A dynamic import becomes a `require` at the same place.
    supported: { 'dynamic-import': false },
    minify: production,
    sourcemap: production ? false : 'external',
    sourcefile: file,
  });
  await writeFile(file, map === '' ? code : `${code}//# sourceMappingURL=${path.basename(file)}.map\n`);
  if (map !== '') await writeFile(`${file}.map`, map);
  if (!flags.has('--brief')) console.log(`  ${path.relative('.', file)}  ${(code.length / 1024).toFixed(1)}kb`);
}

/**
 * oidc-provider writes to the console what is intended in a sandbox: http on loopback, keys of one run. Its writer
 * is replaced here, since the console belongs to the whole process.
 */
const quietProvider = {
  name: 'quiet-provider',
  setup: (build) =>
    build.onLoad({ filter: /oidc-provider[\\/]lib[\\/]helpers[\\/]attention\.js$/ }, () => ({
      contents: 'export const info = () => undefined; export const warn = info;',
    })),
};

const mimeTypes = new Set([
  'application/json',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/css',
  'text/html',
  'text/javascript',
  'text/plain',
]);

/** Keeps of the table of all media types, which is 150 KB, those that an authorization server reads and writes. */
const fewMimeTypes = {
  name: 'few-mime-types',
  setup: (build) =>
    build.onLoad({ filter: /mime-db[\\/]db\.json$/ }, ({ path: file }) => {
      const types = Object.entries(JSON.parse(readFileSync(file, 'utf8')));
      return {
        contents: JSON.stringify(Object.fromEntries(types.filter(([name]) => mimeTypes.has(name)))),
        loader: 'json',
      };
    }),
};

const products = [
  inChunks('extension', { extension: 'src/extension.ts' }, { external: ['vscode'] }),
  // The library and the command line are one package, and share what they import.
  inChunks('cli', { cli: 'src/cli/main.ts', index: 'src/index.ts' }),
  // The script that the result page contains.
  {
    ...common,
    entryPoints: ['src/webview/result-page.ts'],
    outfile: 'dist/result-page.js',
    platform: 'browser',
    format: 'iife',
    target: 'chrome130',
    sourcemap: false,
  },
  // Loaded only when a sandbox is started: it holds an authorization server, which goes by its classes' names.
  {
    ...common,
    entryPoints: ['src/sandbox/sandbox.ts'],
    outfile: 'dist/sandbox.js',
    keepNames: true,
    // Koa and its packages each bring a version of this table.
    alias: { 'mime-db': path.dirname(require.resolve('mime-db/package.json', { paths: ['node_modules/koa'] })) },
    plugins: [quietProvider, fewMimeTypes],
  },
];

const testFiles = () =>
  readdirSync('test', { recursive: true })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => `test/${name}`);

const tests = () => ({
  ...common,
  entryPoints: testFiles(),
  outbase: 'test',
  outdir: 'out/test',
  packages: 'external',
  external: ['vscode'],
  minify: false,
  sourcemap: 'inline',
  logLevel: 'warning',
});

async function main() {
  if (flags.has('--tests')) {
    // Tests that were moved or removed must not run any more.
    rmSync('out/test', { recursive: true, force: true });
    await esbuild.build(tests());
    return;
  }
  if (flags.has('--watch')) {
    for (const product of products) await (await esbuild.context(product)).watch();
    return;
  }
  if (flags.has('--brief')) console.log('Building.');
  const metafiles = [];
  for (const product of products) metafiles.push((await esbuild.build({ ...product, metafile: true })).metafile);
  if (production) await writeNotices(metafiles);
}

/** What is bundled, for those who must be named and those who must know. */
async function writeNotices(metafiles) {
  const { bundledPackages, noticesText, softwareBill } = await import('./tools/bundled-packages.mjs');
  const packages = bundledPackages(metafiles);
  const product = JSON.parse(readFileSync('package.json', 'utf8'));
  await writeFile('dist/THIRD-PARTY-NOTICES.txt', noticesText(packages));
  await writeFile('dist/sbom.cdx.json', `${JSON.stringify(softwareBill(product, packages), undefined, 2)}\n`);
}

main().catch(() => process.exit(1));
