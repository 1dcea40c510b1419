import assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Mark {
  readonly name: string;
  readonly startTime: number;
}

/** Runs in the extension host: activates the extension and logs what the host itself noted of it. */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension('mail-oauth.xoauth2');
  assert.ok(extension);
  await extension.activate();
  const { MonacoPerformanceMarks: host } = globalThis as { MonacoPerformanceMarks?: { getMarks(): Mark[] } };
  const marks = host?.getMarks().filter(({ name }) => name.includes(extension.id)) ?? [];
  const at = (event: string) => marks.find(({ name }) => name.includes(event))?.startTime ?? NaN;
  const loadMs = at('didLoadExtensionCode') - at('willLoadExtensionCode');
  const activateMs = at('didActivateExtension') - at('willActivateExtension');
  console.log(`activation ${JSON.stringify({ loadMs, activateMs })}`);
}
