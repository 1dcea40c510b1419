import * as l10n from '@vscode/l10n';
import { filled } from './fill-in.js';
import type { MoveGuideInput } from './move-step.js';

/** The fields of an application's form with their values, as a table. */
export function formTable(fields: readonly (readonly [string, string])[], input: MoveGuideInput): string {
  const rows = fields.map(([field, value]) => `| ${cell(field)} | ${code(cell(filled(value, input)))} |`);
  return [`| ${l10n.t('Field')} | ${l10n.t('Value')} |`, '| --- | --- |', ...rows].join('\n');
}

export const code = (text: string): string => `\`${text.replaceAll('`', '')}\``;
const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/[\r\n]+/g, ' ');
