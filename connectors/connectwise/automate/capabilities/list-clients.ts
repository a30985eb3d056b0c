// client.list: every client the user class shows.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { AutomateContext } from '../auth.ts';
import { pageOf } from '../client.ts';
import { clientShape } from '../vendor-shapes.ts';

export async function listClients(
  context: AutomateContext,
  input: CapabilityInput<'client.list'>,
): Promise<CapabilityOutput<'client.list'>> {
  const list = { shape: clientShape, path: '/Clients', action: 'list the clients', orderby: 'Id asc' };
  const { items, next } = await pageOf(context, list, input);
  return { items: items.map(({ Id, Name }) => ({ id: Id, name: Name ?? `Client ${Id}`, isActive: true })), next };
}
