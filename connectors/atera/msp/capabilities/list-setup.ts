// status.list, priority.list, category.list. Atera lists none of them: priorities and types are fixed words of its API,
// statuses are learned from its tickets.
import type { CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { ConnectionMapping } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { AteraContext } from '../auth.ts';
import { categories, priorities } from '../ticket-transform.ts';
import { readStatuses } from '../tickets.ts';

export const listStatus = async (context: AteraContext): Promise<CapabilityOutput<'status.list'>> => ({
  items: await readStatuses(context),
});

export const listPriority = async (): Promise<CapabilityOutput<'priority.list'>> => ({ items: priorities });

export const listCategory = async (): Promise<CapabilityOutput<'category.list'>> => ({ items: categories });

/** @throws ConnectorError `invalid-input` that lists what there is */
export function ticketType(wanted: string, mapping: ConnectionMapping): string {
  const mapped = mapping.categories.find((row) => row.category === wanted)?.id;
  const found =
    categories.find(({ id }) => id === mapped) ??
    categories.find(({ id }) => id.toLowerCase() === wanted.toLowerCase());
  if (found) return found.id;
  const known = categories.map(({ name }) => name).join(', ');
  throw new ConnectorError('invalid-input', `Atera has no ticket type "${wanted.slice(0, 60)}"; there are ${known}.`);
}
