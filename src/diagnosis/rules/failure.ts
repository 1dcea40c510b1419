import type { DiagnosisRule } from '../rule.js';
import { networkFailureRules } from './network-failure.js';
import { protocolFailureRules } from './protocol-failure.js';
import { proxyFailureRules } from './proxy-failure.js';
import { tlsFailureRules } from './tls-failure.js';

/** Why a test could not be completed: network, TLS, proxy, protocol. */
export const failureRules: readonly DiagnosisRule[] = [
  ...networkFailureRules,
  ...tlsFailureRules,
  ...proxyFailureRules,
  ...protocolFailureRules,
];
