// The package.json of the npm package. The one of the repository is VS Code's manifest: its `main` is the extension
// and its texts are keys of package.nls.json. While npm packs, the library's manifest replaces it.
//   node tools/library-manifest.mjs write     before packing (prepack)
//   node tools/library-manifest.mjs restore   afterwards (postpack), or after packing was interrupted
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const file = 'package.json';
const saved = 'dist/package.json.saved';
const copied = ['name', 'version', 'license', 'bugs', 'homepage', 'keywords', 'exports', 'bin'];

const isExtension = (text) => JSON.parse(text).contributes !== undefined;

function libraryManifest(extension) {
  const { types, default: main } = extension.exports['.'];
  const texts = JSON.parse(readFileSync('package.nls.json', 'utf8'));
  return {
    ...Object.fromEntries(copied.map((key) => [key, extension[key]])),
    description: texts['extension.description'],
    repository: { ...extension.repository, url: `git+${extension.repository.url}` },
    type: 'commonjs',
    main,
    types,
    engines: { node: extension.engines.node },
  };
}

function write() {
  restore();
  const text = readFileSync(file, 'utf8');
  writeFileSync(saved, text);
  writeFileSync(file, `${JSON.stringify(libraryManifest(JSON.parse(text)), undefined, 2)}\n`);
}

function restore() {
  if (!existsSync(saved)) return;
  // A manifest that was restored by other means, and perhaps edited since, is kept.
  if (!isExtension(readFileSync(file, 'utf8'))) writeFileSync(file, readFileSync(saved));
  rmSync(saved);
}

if (process.argv[2] === 'write') write();
else restore();
