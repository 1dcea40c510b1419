import type { OAuthExchange } from '../oauth/exchange-record.js';
import { exchangeLabel } from './exchange-label.js';

/** An exchange with an authorization server as lines of text, for an output channel. */
export function formatExchange(exchange: OAuthExchange): string[] {
  const { kind, at, ms, method, url, request, status, response, error } = exchange;
  const facts = [
    new Date(at).toISOString(),
    exchangeLabel(kind),
    ...(status === undefined ? [] : [`HTTP ${status}`]),
    ...(ms === undefined ? [] : [`${ms} ms`]),
  ];
  return [
    `── ${facts.join(' · ')} ──`,
    method === undefined ? url : `${method} ${url}`,
    ...request.map(({ name, value }) => `  > ${name}: ${value}`),
    ...response.map(({ name, value }) => `  < ${name}: ${value}`),
    ...(error === undefined ? [] : [`  ✖ ${error}`]),
    '',
  ];
}
