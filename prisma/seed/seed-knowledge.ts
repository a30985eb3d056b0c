// What the org knows: a handful of articles of its own, and the closed tickets of its PSA.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Bus } from '../../server/bus/create-bus.ts';
import { importClosedTickets, saveArticle, type TicketHistory } from '../../server/features/knowledge/public.ts';
import type { Database } from '../../server/platform/db/database.ts';
import type { TenantContext } from '../../server/platform/tenant.ts';

const articles = fileURLToPath(new URL('./articles', import.meta.url));

export async function seedKnowledge(tenant: TenantContext, deps: { database: Database; bus: Bus }): Promise<number> {
  const files = globSync('*.md', { cwd: articles });
  for (const file of files) {
    const [title = '', ...body] = readFileSync(path.join(articles, file), 'utf8').split('\n');
    await saveArticle(deps.database, tenant, {
      slug: path.basename(file, '.md'),
      title: title.replace(/^# /, ''),
      body: body.join('\n').trim(),
      tags: [],
    });
  }
  const known = await deps.database.withTenant(tenant, (db) =>
    db.ticket.count({ where: { resolution: { not: null } } }),
  );
  if (known > 0) return files.length + known;
  return files.length + (await importClosedTickets(tenant, { database: deps.database, history: historyOf(deps.bus) }));
}

const ticketsSchema = z.object({
  items: z.array(z.object({ id: z.uuid(), isClosed: z.boolean() })),
  next: z.string().nullable(),
});
const notesSchema = z.object({ items: z.array(z.object({ isResolution: z.boolean(), text: z.string() })) });

/** The PSA's tickets through the bus, like any other read. */
function historyOf(bus: Bus): TicketHistory {
  const about = { incidentId: null };
  return {
    async searchClosed(tenant, cursor) {
      const { output } = await bus.readCapability(
        tenant,
        'ticket.search',
        { isClosed: true, cursor, limit: 100 },
        about,
      );
      return ticketsSchema.parse(output);
    },
    async readNotes(tenant, ticketId) {
      const { output } = await bus.readCapability(tenant, 'ticket.note.list', { ticket: ticketId }, about);
      return notesSchema.parse(output).items;
    },
  };
}
