// What was solved before is what triage compares with: closed tickets of the PSA, with how they were resolved.
// Reading them through the bus keeps our copy; this adds the resolution. May be run again.
import type { Database } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { saveResolution } from './knowledge.repository.ts';

/** Ids are ours. */
export interface TicketHistory {
  searchClosed(
    tenant: TenantContext,
    cursor: string | null,
  ): Promise<{ items: { id: string; isClosed: boolean }[]; next: string | null }>;
  readNotes(tenant: TenantContext, ticketId: string): Promise<{ isResolution: boolean; text: string }[]>;
}

export interface ImportDeps {
  database: Database;
  history: TicketHistory;
}

const maxTickets = 5_000;

/** @returns how many tickets were taken in */
export async function importClosedTickets(tenant: TenantContext, deps: ImportDeps): Promise<number> {
  let cursor: string | null = null;
  let taken = 0;
  do {
    const page: Awaited<ReturnType<TicketHistory['searchClosed']>> = await deps.history.searchClosed(tenant, cursor);
    for (const { id, isClosed } of page.items) {
      if (!isClosed) continue;
      const notes = await deps.history.readNotes(tenant, id);
      const resolution = notes.findLast((note) => note.isResolution) ?? notes.at(-1);
      if (resolution) await saveResolution(deps.database, tenant, id, resolution.text);
      taken += 1;
    }
    cursor = page.next;
  } while (cursor !== null && taken < maxTickets);
  return taken;
}
