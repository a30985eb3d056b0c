// Names of organizations (our clients) and of devices, for answers that carry only their ids.
import { z } from 'zod';
import { collectPages } from '#connectors/sdk/http/paging.ts';
import type { Ref } from '#connectors/sdk/nouns.ts';
import type { NinjaContext } from './auth.ts';
import { readList } from './client.ts';
import { clientRef, nodeName, type OrganizationNames } from './device-transform.ts';
import { nodeShape, organizationShape } from './vendor-shapes.ts';

const pageSize = 1_000;
const maxPages = 50;

/** Entity lists are bare arrays, paged by the last id; a short page is the last one. */
export async function organizationNames(context: NinjaContext): Promise<OrganizationNames> {
  const rows = await collectPages({
    maxPages,
    fetchPage: async (after) => {
      const items = await readList(context, z.array(organizationShape), {
        path: '/v2/organizations',
        query: { pageSize, after: after ?? undefined },
        action: 'list the organizations',
      });
      const last = items.at(-1);
      return { items, next: items.length < pageSize || !last ? null : String(last.id) };
    },
  });
  return new Map(rows.map((row) => [row.id, row.name]));
}

export interface DeviceRefs {
  device: Ref;
  client: Ref | null;
}

const idsPerFilter = 100;

/** Device and client of many alerts at once. */
export async function deviceRefs(context: NinjaContext, deviceIds: number[]): Promise<Map<number, DeviceRefs>> {
  const wanted = [...new Set(deviceIds)];
  const refs = new Map<number, DeviceRefs>();
  if (wanted.length === 0) return refs;
  const organizations = await organizationNames(context);
  for (let start = 0; start < wanted.length; start += idsPerFilter) {
    const some = wanted.slice(start, start + idsPerFilter);
    const nodes = await readList(context, z.array(nodeShape), {
      path: '/v2/devices',
      query: { df: `id in (${some.join(',')})`, pageSize: idsPerFilter },
      action: 'look up the devices of alerts',
    });
    for (const node of nodes) {
      refs.set(node.id, {
        device: { id: String(node.id), name: nodeName(node) },
        client: clientRef(node, organizations),
      });
    }
  }
  return refs;
}
