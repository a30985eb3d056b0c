// What a connection's statuses mean, as far as a person or a sure suggestion says. Read by whoever keeps a copy of a ticket.
import type { Sql } from '../db/database.ts';
import type { TenantContext } from '../tenant.ts';
import { type StatusMappingRow, ticketStages } from './ticket-stage.ts';

export async function findStatusMapping(
  tenant: Pick<TenantContext, 'orgId'>,
  sql: Sql,
  connectionId: string,
): Promise<StatusMappingRow[]> {
  const rows = await sql.query<{ word: string; board_id: string; vendor_id: string; is_chosen: boolean }>(
    `SELECT word, board_id, vendor_id, is_chosen FROM connection_mapping
     WHERE org_id = $1::uuid AND connection_id = $2::uuid AND kind = 'status' AND state <> 'missing' AND vendor_id IS NOT NULL`,
    [tenant.orgId, connectionId],
  );
  return rows.flatMap((row) => {
    const stage = ticketStages.find((one) => one === row.word);
    return stage ? [{ stage, boardId: row.board_id, statusId: row.vendor_id, isChosen: row.is_chosen }] : [];
  });
}
