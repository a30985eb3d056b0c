// OpenLdap without the bus's guards, for contract suites and for trying out a connector. The encoding is the same.
import { connectLdap } from '../ldap/connect-ldap.ts';
import { runLdapSession } from '../ldap/run-ldap-session.ts';
import type { OpenLdap } from '../ldap-port.ts';

export const createDirectLdap =
  (options: { timeoutMs: number; maxBytes: number }): OpenLdap =>
  (target, work) => {
    const signal = AbortSignal.timeout(options.timeoutMs * 4);
    const connect = () => connectLdap(target, { timeoutMs: options.timeoutMs, signal });
    return runLdapSession(target, { ...options, signal, connect }, work);
  };
