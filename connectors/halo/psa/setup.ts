// What an instance calls things: statuses, priorities, ticket types, agents. All of it differs from tenant to tenant, so
// nothing is known beforehand. The words of tickets are remembered for a quarter of an hour, for all processes.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Status, VendorPriority } from '#connectors/sdk/nouns.ts';
import { priorityOf } from '#connectors/sdk/tickets/pick-status.ts';
import type { HaloContext } from './client.ts';
import { readAll } from './lists.ts';
import type { TicketWords } from './transform.ts';
import { type AgentRow, agentShape, priorityShape, statusShape, type TypeRow, typeShape } from './vendor-shapes.ts';

/**
 * Statuses of one ticket type, or all. Which of them close is not written on a status: they are those that are missing when
 * the closed ones are left out.
 */
export async function listStatuses(context: HaloContext, ticketType: string | null): Promise<Status[]> {
  const action = 'read the statuses';
  const query = { tickettype_id: ticketType };
  const all = await readAll(context, statusShape, { path: '/Status', action, query });
  const open = await readAll(context, statusShape, {
    path: '/Status',
    action,
    query: { ...query, excludeclosed: true },
  });
  const openIds = new Set(open.map(({ id }) => id));
  return all.map((row) => ({
    id: String(row.id),
    name: row.name || String(row.id),
    board: ticketType === null ? null : { id: ticketType, name: null },
    isClosed: !openIds.has(row.id),
    isDefault: false,
  }));
}

/** Each once, although every SLA has them again; Halo keeps no order of urgency. */
export async function listPriorities(context: HaloContext): Promise<VendorPriority[]> {
  const rows = await readAll(context, priorityShape, { path: '/Priority', action: 'read the priorities' });
  const byId = new Map<number, VendorPriority>();
  for (const { priorityid, name, ishidden } of rows) {
    if (ishidden || byId.has(priorityid)) continue;
    byId.set(priorityid, { id: String(priorityid), name: name || String(priorityid), rank: null, isDefault: false });
  }
  return [...byId.values()];
}

export const listTypes = (context: HaloContext): Promise<TypeRow[]> =>
  readAll(context, typeShape, { path: '/TicketType', action: 'read the ticket types' });

export const listAgents = (context: HaloContext): Promise<AgentRow[]> =>
  readAll(context, agentShape, { path: '/Agent', action: 'read the agents', query: { includeenabled: true } });

/** By number or by name. @throws ConnectorError `invalid-input` that lists what there is */
export function pickByName<T extends { id: number; name?: string | null | undefined }>(
  rows: readonly T[],
  wanted: string,
  what: string,
): T {
  const plain = wanted.trim().toLowerCase();
  const found =
    rows.find((row) => String(row.id) === plain) ?? rows.find((row) => row.name?.trim().toLowerCase() === plain);
  if (found) return found;
  const known = rows.flatMap((row) => (row.name ? [`"${row.name}"`] : [])).slice(0, 30);
  throw new ConnectorError(
    'invalid-input',
    `There is no ${what} "${wanted.slice(0, 60)}" in this Halo; there are ${known.join(', ') || 'none'}.`,
  );
}

const wordsShape = z.object({
  statuses: z.array(z.object({ id: z.number(), name: z.string().nullable(), isClosed: z.boolean() })),
  types: z.array(z.object({ id: z.number(), name: z.string().nullable() })),
  priorities: z.array(z.object({ id: z.string(), name: z.string() })),
});
const rememberedSeconds = 900;

export async function ticketWords(context: HaloContext): Promise<TicketWords> {
  const stored = await context.token('ticket-words', async () => ({
    value: JSON.stringify(await readWords(context)),
    expiresInSeconds: rememberedSeconds,
  }));
  const words = wordsShape.parse(JSON.parse(stored));
  const names = new Map(words.priorities.map(({ id, name }) => [id, name]));
  return {
    statuses: new Map(words.statuses.map(({ id, ...status }) => [id, status])),
    types: new Map(words.types.map(({ id, name }) => [id, name])),
    knowsClosed: words.statuses.some(({ isClosed }) => isClosed),
    priorityOf: (id, name) =>
      priorityOf({ id: String(id), name: name ?? names.get(String(id)) ?? null }, context.mapping),
  };
}

async function readWords(context: HaloContext): Promise<z.input<typeof wordsShape>> {
  const statuses = await listStatuses(context, null);
  const types = await listTypes(context);
  const priorities = await listPriorities(context);
  return {
    statuses: statuses.map(({ id, name, isClosed }) => ({ id: Number(id), name, isClosed })),
    types: types.map(({ id, name }) => ({ id, name: name ?? null })),
    priorities: priorities.map(({ id, name }) => ({ id, name })),
  };
}
