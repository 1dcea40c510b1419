import { defaultPort } from '../../mail/wire/server.js';
import type { Action, RuleInput } from '../rule.js';

/** Implicit TLS on its usual port. */
export const withImplicitTls = ({ server, protocol }: RuleInput): Action => ({
  kind: 'use-server',
  server: { host: server.host, port: defaultPort(protocol, 'tls'), security: 'tls' },
});

/** The other way to secure the connection, where a port begins otherwise than it should. */
export const otherSecurity = (report: RuleInput): Action =>
  report.server.security === 'tls'
    ? {
        kind: 'use-server',
        server: { host: report.server.host, port: defaultPort(report.protocol, 'starttls'), security: 'starttls' },
      }
    : withImplicitTls(report);
