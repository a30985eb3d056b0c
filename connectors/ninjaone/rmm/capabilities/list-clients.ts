// client.list: organizations, paged by the last id.
import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { NinjaContext } from '../auth.ts';
import { readList } from '../client.ts';
import { organizationShape } from '../vendor-shapes.ts';

export async function listClients(
  context: NinjaContext,
  input: CapabilityInput<'client.list'>,
): Promise<CapabilityOutput<'client.list'>> {
  const rows = await readList(context, z.array(organizationShape), {
    path: '/v2/organizations',
    query: { pageSize: input.limit, after: input.cursor ? numberPart(input.cursor, 'organization') : null },
    action: 'list the organizations',
  });
  const last = rows.at(-1);
  return {
    // NinjaOne has no organizations that are switched off
    items: rows.map(({ id, name }) => ({ id: String(id), name, isActive: true })),
    next: rows.length < input.limit || !last ? null : String(last.id),
  };
}
