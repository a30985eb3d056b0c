// client.list: the platform gives companies whole.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { pageOfWhole } from '#connectors/sdk/http/paging.ts';
import type { AsioContext } from '../auth.ts';
import { nameOf, readCompanies } from '../companies.ts';

export async function listClients(
  context: AsioContext,
  input: CapabilityInput<'client.list'>,
): Promise<CapabilityOutput<'client.list'>> {
  const companies = (await readCompanies(context)).map((row) => ({
    id: row.id,
    name: nameOf(row),
    isActive: !row.inactiveDate,
  }));
  return pageOfWhole(companies, input);
}
