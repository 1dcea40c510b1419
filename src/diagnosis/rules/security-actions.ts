import { defaultPort } from '../../mail/wire/server.js';
import type { Action, RuleInput } from '../rule.js';

/** Implicit TLS on its default port. */
export const withImplicitTls = ({ server, protocol }: RuleInput): Action => ({
  kind: 'use-server',
  server: { host: server.host, port: defaultPort(protocol, 'tls'), security: 'tls' },
});

/** The other way to secure the connection, if the port does not match the setting. */
export const otherSecurity = (report: RuleInput): Action =>
  report.server.security === 'tls'
    ? {
        kind: 'use-server',
        server: { host: report.server.host, port: defaultPort(report.protocol, 'starttls'), security: 'starttls' },
      }
    : withImplicitTls(report);
