import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mustRun } from './processes.js';

/** What `npm pack` reads: packing works on a copy, since it changes `dist/` and, while it lasts, package.json. */
const sources = [
  '.npmignore',
  '.npmrc',
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'esbuild.js',
  'package.json',
  'package.nls.json',
  'src',
  'tools',
  'tsconfig.json',
];

/** Packs the library from a copy of the repository. @returns the tarball */
export async function packLibrary(directory: string): Promise<string> {
  const copy = path.join(directory, 'repository');
  for (const name of sources) await cp(name, path.join(copy, name), { recursive: true });
  await symlink(path.resolve('node_modules'), path.join(copy, 'node_modules'));
  await mustRun('npm', ['pack', '--silent', '--pack-destination', directory], { cwd: copy });
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  return path.join(directory, `xoauth2-${version}.tgz`);
}

/** A project that has nothing but the library, and the types of Node.js. */
export class ConsumerProject {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  /** @returns the project, and what npm says of the installation */
  static async create(directory: string, tarball: string) {
    await mkdir(path.join(directory, 'node_modules', '@types'), { recursive: true });
    await writeFile(path.join(directory, 'package.json'), '{}');
    // Offline and with an empty cache: there is nothing to download. An npm that runs the tests hands its log
    // level down, and a silent one prints no JSON.
    const options = [
      '--json',
      '--loglevel',
      'notice',
      '--offline',
      '--no-audit',
      '--no-fund',
      '--cache',
      path.join(directory, 'npm-cache'),
    ];
    const output = await mustRun('npm', ['install', ...options, tarball], { cwd: directory });
    for (const name of ['@types/node', 'undici-types']) {
      await symlink(path.resolve('node_modules', name), path.join(directory, 'node_modules', name));
    }
    const installation = JSON.parse(output) as { readonly added: number; readonly changed: number };
    return { project: new ConsumerProject(directory), installation };
  }

  /** Writes a source file: `.mts` is an ES module, `.cts` is CommonJS. */
  async write(name: string, text: string): Promise<void> {
    const file = path.join(this.directory, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }

  /** Compiles files strictly, the declarations of packages included. @throws with the compiler's messages */
  async compile(names: readonly string[], options: readonly string[]): Promise<void> {
    const compiler = path.resolve('node_modules/typescript/bin/tsc');
    const strict = ['--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', 'false', '--target', 'ES2023'];
    await mustRun(process.execPath, [compiler, ...strict, ...options, ...names], { cwd: this.directory });
  }

  /** Runs a compiled file. @returns what it prints, line by line, without the white space around */
  async run(name: string): Promise<string[]> {
    const output = await mustRun(process.execPath, ['--no-warnings', name], { cwd: this.directory });
    return output
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }
}
