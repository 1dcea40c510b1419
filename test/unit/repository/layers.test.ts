import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ICruiseResult } from 'dependency-cruiser';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { layersPlugin } from '../../../tools/eslint-layers.mjs';
import { layerTable } from '../../../tools/layers.mjs';

describe('the table of modules', () => {
  const eslint = new ESLint({
    overrideConfigFile: true,
    overrideConfig: [
      {
        files: ['src/**/*.ts'],
        languageOptions: { parser: tseslint.parser },
        plugins: { layers: layersPlugin },
        rules: { 'layers/imports': 'error' },
      },
    ],
  });
  const refused = async (filePath: string, code: string) => {
    const [result] = await eslint.lintText(code, { filePath });
    assert.ok(result?.fatalErrorCount === 0);
    return result.messages.length > 0;
  };

  const violations: readonly [string, string, string][] = [
    ['vscode in the library', 'src/index.ts', "import 'vscode';"],
    ['vscode in the command line', 'src/cli/x.ts', "import * as vscode from 'vscode';"],
    ['the command line in the editor', 'src/vscode/x.ts', "import { run } from '../cli/run.js';"],
    ['Node.js in sasl', 'src/sasl/x.ts', "import net from 'node:net';"],
    ['Node.js without its prefix in sasl', 'src/sasl/x.ts', "import net from 'net';"],
    ['a package in sasl', 'src/sasl/x.ts', "import * as v from 'valibot';"],
    ['translations in sasl', 'src/sasl/x.ts', "import * as l10n from '@vscode/l10n';"],
    ['another module in sasl', 'src/sasl/x.ts', "import { defined } from '../common/defined.js';"],
    [
      'values of login checks in providers',
      'src/providers/x.ts',
      "import { checkLogin } from '../mail/login-check/login-check.js';",
    ],
    [
      'values of login checks in accounts',
      'src/accounts/x.ts',
      "import { checkLogin } from '../mail/login-check/login-check.js';",
    ],
    [
      'diagnosis in login checks',
      'src/mail/login-check/x.ts',
      "import { diagnose } from '../../diagnosis/diagnosis.js';",
    ],
    [
      'providers in login checks',
      'src/mail/login-check/x.ts',
      "export { profiles } from '../../providers/catalogue.js';",
    ],
    ['the sandbox in the extension', 'src/extension.ts', "import { startSandbox } from './sandbox/sandbox.js';"],
    ['the sandbox in the editor', 'src/vscode/ui/x.ts', "export * from '../../sandbox/sandbox.js';"],
    ['the sandbox in the editor, later', 'src/vscode/ui/x.ts', "await import('../../sandbox/sandbox.js');"],
    ['the sandbox in itself', 'src/sandbox/pages.ts', "await import('./sandbox.js');"],
    ['a type out of the table', 'src/sasl/x.ts', "import type { Protocol } from '../mail/wire/server.js';"],
    ['a type by an import type', 'src/sasl/x.ts', "export type P = import('../mail/wire/server.js').Protocol;"],
    [
      'a value beside a type',
      'src/report/x.ts',
      "import { type Outcome, checkLogin } from '../mail/login-check/x.js';",
    ],
    ['a file in no module', 'src/new/x.ts', "import { defined } from '../common/defined.js';"],
    ['a package that is not listed', 'src/vscode/x.ts', "import 'left-pad';"],
  ];
  for (const [name, file, code] of violations) {
    it(`refuses ${name}`, async () => assert.ok(await refused(file, code)));
  }

  it('allows what it lists', async () => {
    for (const [file, code] of [
      ['src/providers/x.ts', "import type { LoginCheckResult } from '../mail/login-check/result.js';"],
      ['src/providers/x.ts', "import { type Protocol } from '../mail/wire/server.js';"],
      ['src/sandbox/load.ts', "await import('./sandbox.js');"],
      [
        'src/vscode/x.ts',
        "import { loadSandbox } from '../sandbox/load.js'; import type { Sandbox } from '../sandbox/sandbox.js';",
      ],
      ['src/mail/wire/x.ts', "import net from 'node:net'; import * as l10n from '@vscode/l10n';"],
    ] as const) {
      assert.ok(!(await refused(file, code)), code);
    }
  });

  it('is shown in CONTRIBUTING.md', () => {
    assert.ok(readFileSync('CONTRIBUTING.md', 'utf8').includes(layerTable()), `expected the table:\n${layerTable()}`);
  });
});
describe('the imports of src/', () => {
  it('have no cycle, including types', async function () {
    this.timeout(60_000);
    const { cruise } = await import('dependency-cruiser');
    const { output } = await cruise(['src'], {
      ruleSet: { forbidden: [{ name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } }] },
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      tsConfig: { fileName: 'tsconfig.json' },
    });
    const { violations, totalCruised } = (output as ICruiseResult).summary;
    assert.ok(totalCruised > 100);
    assert.deepEqual(
      violations.map(({ cycle }) => cycle?.map(({ name }) => name).join(' → ')),
      [],
    );
  });
});
