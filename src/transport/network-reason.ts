import * as l10n from '@vscode/l10n';

/**
 * Why a connection failed, as a phrase to follow a colon. It may contain text from outside: pass it through `safeText`.
 */
export function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0) return networkReason(error.errors[0]);
  if (error.cause instanceof Error) return networkReason(error.cause);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return l10n.t('its name was not found');
  if (code === 'ECONNREFUSED') return l10n.t('nothing listens there');
  return error.message;
}
