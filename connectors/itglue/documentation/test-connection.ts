// "Test" of the connect wizard: counts what the key sees, and says what it does not.
import type { ConnectionTest } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { ItGlueContext } from './auth.ts';
import { allAssetTypes, allDocuments, allOrganizations } from './lists.ts';

export async function testConnection(context: ItGlueContext): Promise<ConnectionTest> {
  const organizations = await allOrganizations(context);
  const types = await allAssetTypes(context);
  const warnings: string[] = [];
  let documents = 'documents not readable';
  const [first] = organizations;
  if (!first) warnings.push('The key sees no organization.');
  else {
    try {
      documents = `${(await allDocuments(context, first.id)).length} documents at ${first.attributes.name}`;
    } catch (error) {
      if (!(error instanceof ConnectorError) || !['forbidden', 'unsupported', 'not-found'].includes(error.kind))
        throw error;
      warnings.push(`Documents cannot be listed: ${error.message}`);
    }
  }
  const summary = `${organizations.length} organizations, ${types.length} flexible asset types, ${documents}`;
  return { ok: true, summary, warnings };
}
