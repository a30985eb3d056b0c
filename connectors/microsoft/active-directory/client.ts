// The road to a domain: one session per capability on one domain controller, so that a change is read back where it was
// made, and refusals in words. Nothing is added, moved or deleted: the port knows only searches and changes of attributes.
import type { LdapSession } from '#connectors/sdk/ldap-port.ts';
import type { AdContext } from './auth.ts';
import { directoryRefusal } from './directory-refusal.ts';
import { type Domain, readDomain, requireOwnClient } from './domain.ts';

export interface DirectorySession extends LdapSession {
  domain: Domain;
  /** the service account, as the connection names it */
  signedInAs: string;
}

/** more than this in one list is an error that asks for a narrower search base */
export const largestList = 20_000;

/** @param ask.action "reset the password"; `client` as the caller named it. @throws ConnectorError */
export async function inDirectory<T>(
  context: AdContext,
  ask: { action: string; client: string | null | undefined },
  work: (session: DirectorySession) => Promise<T>,
): Promise<T> {
  const { settings, secrets } = context;
  const target = {
    url: settings.url,
    caCertificate: settings.caCertificate || null,
    bindName: settings.bindName,
    password: secrets.password,
  };
  const refuse = (error: unknown) => {
    throw directoryRefusal(error, ask.action);
  };
  let isSignedIn = false;
  try {
    return await context.openLdap(target, async (session) => {
      isSignedIn = true;
      const inWords: LdapSession = {
        search: (search) => session.search(search).catch(refuse),
        modify: (dn, changes) => session.modify(dn, changes).catch(refuse),
      };
      const domain = await readDomain(inWords, settings);
      requireOwnClient(domain, ask.client);
      return work({ ...inWords, domain, signedInAs: settings.bindName });
    });
  } catch (error) {
    // what happened afterwards is in words already
    throw isSignedIn ? error : directoryRefusal(error, ask.action);
  }
}

export const isEncrypted = ({ settings }: AdContext): boolean => settings.url.startsWith('ldaps://');
