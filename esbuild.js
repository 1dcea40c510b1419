// Builds what runs: dist/extension.js (in VS Code), dist/cli.js (in a shell), dist/index.js (the library), and
// dist/sandbox.js, which any of them loads when it is asked for.
// With --tests it builds every file of test/ into out/test/ instead; with --brief it prints one line.
const { readFileSync, readdirSync, rmSync } = require('node:fs');
const { stat } = require('node:fs/promises');
const esbuild = require('esbuild');

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

const products = [
  {
    ...common,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
    external: ['vscode'],
    plugins: [sandboxApart],
  },
  {
    ...common,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.js',
    banner: { js: '#!/usr/bin/env node' },
    plugins: [sandboxApart],
  },
  { ...common, entryPoints: ['src/index.ts'], outfile: 'dist/index.js', plugins: [sandboxApart] },
  // Loaded only when a sandbox is started: it holds an authorization server, which goes by its classes' names.
  {
    ...common,
    entryPoints: ['src/sandbox/sandbox.ts'],
    outfile: 'dist/sandbox.js',
    keepNames: true,
    plugins: [quietProvider],
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
  for (const product of products) {
    await esbuild.build(product);
    if (production) console.log(`${product.outfile}: ${(await stat(product.outfile)).size} bytes`);
  }
}

main().catch(() => process.exit(1));
