import * as vscode from 'vscode';
import type { RedirectKind } from '../providers/provider.js';
import { settings } from './ids.js';

const redirects: readonly string[] = ['direct', 'relay', 'loopback', 'paste'];

/** The user's settings as they are now. A value that is none of the allowed ones counts as the default. */
export function readSettings() {
  const section = vscode.workspace.getConfiguration(settings.section);
  const redirect = section.get<unknown>(settings.redirect);
  const relayUrl = section.get<unknown>(settings.relayUrl);
  const seconds = Number(section.get<unknown>(settings.timeout));
  return {
    /** The redirect that the user forces. */
    redirect: typeof redirect === 'string' && redirects.includes(redirect) ? (redirect as RedirectKind) : undefined,
    relayUrl: typeof relayUrl === 'string' && relayUrl.trim() !== '' ? relayUrl.trim() : undefined,
    /** The deadline of each step of a mail test, in ms. */
    timeoutMs: Number.isFinite(seconds) && seconds >= 1 ? Math.min(seconds, 600) * 1000 : 20_000,
  };
}
