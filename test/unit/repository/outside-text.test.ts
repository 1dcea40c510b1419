import assert from 'node:assert/strict';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { outsideTextSinks } from '../../../tools/eslint-outside-text.mjs';

describe('the lint rule for texts from outside', () => {
  const eslint = new ESLint({
    overrideConfigFile: true,
    overrideConfig: [
      {
        files: ['src/**/*.ts'],
        languageOptions: { parser: tseslint.parser },
        rules: { 'no-restricted-syntax': ['error', ...outsideTextSinks] },
      },
    ],
  });
  const refused = async (code: string) => {
    const [result] = await eslint.lintText(code, { filePath: 'src/vscode/x.ts' });
    assert.ok(result?.fatalErrorCount === 0);
    return result.messages.length > 0;
  };

  for (const code of [
    'await vscode.window.showErrorMessage(text);',
    'await vscode.window.showWarningMessage(text, { modal: true });',
    'await window.showErrorMessage(text);',
    'const show = vscode.window.showInformationMessage;',
    'vscode.window.setStatusBarMessage(text, 5000);',
    'input.validationMessage = text;',
    'vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: text }, run);',
    'const tooltip = new vscode.MarkdownString(text);',
    'tooltip.appendMarkdown(text);',
    'tooltip.appendMarkdown(`**${text}**`);',
    'tooltip.isTrusted = true;',
    'tooltip.supportHtml = true;',
    'const tooltip = { value: text, isTrusted: true };',
  ]) {
    it(`rejects ${code}`, async () => assert.ok(await refused(code)));
  }

  it('allows other uses', async () => {
    for (const code of [
      "const tooltip = new vscode.MarkdownString(); tooltip.appendMarkdown('- '); tooltip.appendText(text);",
      'await showErrorMessage(text);',
      'vscode.window.withProgress({ location: { viewId } }, run);',
    ]) {
      assert.ok(!(await refused(code)), code);
    }
  });
});
