/*
 * What third-party packages esbuild has bundled, by its own account of what is in each file, with their licenses:
 * as the notices that the licenses ask for, and as a software bill of materials.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * @param {import('esbuild').Metafile[]} metafiles
 * @returns {{ name: string, version: string, license: string, notice: string }[]} by name
 */
export function bundledPackages(metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) =>
      Object.entries(output.inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
    ),
  );
  const directories = new Set(inputs.map(packageDirectory).filter((directory) => directory !== undefined));
  return [...directories].map(describe).sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
}

/** @param {ReturnType<typeof bundledPackages>} packages */
export function noticesText(packages) {
  const head =
    'Mail OAuth contains the following third-party software. Each is distributed under its own license, which follows its name.';
  const parts = packages.map(({ name, version, license, notice }) => `${name} ${version} (${license})\n\n${notice}`);
  return `${[head, ...parts].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/**
 * A software bill of materials: CycloneDX 1.6, JSON.
 *
 * @param {{ name: string, version: string, license: string }} product
 * @param {ReturnType<typeof bundledPackages>} packages
 */
export function softwareBill(product, packages) {
  const component = (type, { name, version, license }) => ({
    type,
    'bom-ref': packageUrl(name, version),
    ...(name.startsWith('@') ? { group: name.split('/')[0] } : {}),
    name: name.split('/').at(-1),
    version,
    licenses: [{ license: { id: license } }],
    purl: packageUrl(name, version),
  });
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: component('application', product) },
    components: packages.map((one) => component('library', one)),
    dependencies: [
      {
        ref: packageUrl(product.name, product.version),
        dependsOn: packages.map(({ name, version }) => packageUrl(name, version)),
      },
    ],
  };
}

/** The folder of the package that a file belongs to; `undefined` for our own. */
function packageDirectory(file) {
  const parts = file.split('/');
  const at = parts.lastIndexOf('node_modules');
  if (at === -1) return undefined;
  return parts.slice(0, at + (parts[at + 1]?.startsWith('@') ? 3 : 2)).join('/');
}

function describe(directory) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'));
  return { name, version, license: typeof license === 'string' ? license : license?.type, notice: noticeIn(directory) };
}

function noticeIn(directory) {
  const files = readdirSync(directory).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file));
  const texts = files.sort().map((file) => readFileSync(path.join(directory, file), 'utf8').trim());
  if (texts.length > 0) return texts.join('\n\n').replaceAll('\r\n', '\n');
  const readme = path.join(directory, 'README.md');
  const section = existsSync(readme) ? /^#+ licen[cs]e\b[^]*/im.exec(readFileSync(readme, 'utf8'))?.[0] : undefined;
  return section?.trim() ?? 'The package has no license text of its own.';
}

function packageUrl(name, version) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
