// "Test" of the connect wizard: signs in, counts, and names the scopes that are missing in the platform's own words.
import type { ConnectionTest } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { AsioContext } from './auth.ts';
import { readCompanies, readSites } from './companies.ts';
import { readScripts } from './scripts.ts';
import { readList } from './setup.ts';

const parts: { scope: string; what: string; read(context: AsioContext): Promise<unknown[]> }[] = [
  { scope: 'platform.companies.read', what: 'companies', read: readCompanies },
  { scope: 'platform.sites.read', what: 'sites', read: (context) => readSites(context) },
  { scope: 'platform.automation.read', what: 'scripts', read: readScripts },
  { scope: 'platform.tickets.read', what: 'service boards', read: (context) => readList(context, 'service-boards') },
];

export async function testConnection(context: AsioContext): Promise<ConnectionTest> {
  const counts: string[] = [];
  const warnings: string[] = [];
  let refused: ConnectorError | undefined;
  for (const { scope, what, read } of parts) {
    try {
      counts.push(`${(await read(context)).length} ${what}`);
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.kind !== 'forbidden') throw error;
      refused = error;
      warnings.push(`No ${what}: the key lacks the scope ${scope}. A changed scope works after up to an hour.`);
    }
  }
  if (refused && counts.length === 0) throw refused;
  return { ok: true, summary: counts.join(', '), warnings };
}
