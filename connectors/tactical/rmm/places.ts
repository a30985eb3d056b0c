// Clients and sites: agents and alerts name them, lists have their numbers.
import { z } from 'zod';
import type { Ref } from '#connectors/sdk/nouns.ts';
import { type TacticalContext, tactical } from './client.ts';
import { clientShape, siteShape } from './vendor-shapes.ts';

export interface Places {
  client(name: string | null | undefined): Ref | null;
  site(client: string | null | undefined, name: string | null | undefined): Ref | null;
}

export const listClients = (context: TacticalContext) =>
  tactical.read(context, z.array(clientShape), { action: 'list clients', path: '/clients/' });

export async function readPlaces(context: TacticalContext): Promise<Places> {
  const clients = await listClients(context);
  const sites = await tactical.read(context, z.array(siteShape), { action: 'list sites', path: '/clients/sites/' });
  const clientOf = (name: string | null | undefined) => clients.find((row) => row.name === name);
  return {
    client: (name) => {
      const found = clientOf(name);
      return found ? { id: String(found.id), name: found.name } : null;
    },
    site: (client, name) => {
      const found = sites.find((row) => row.name === name && row.client === clientOf(client)?.id);
      return found ? { id: String(found.id), name: found.name } : null;
    },
  };
}
