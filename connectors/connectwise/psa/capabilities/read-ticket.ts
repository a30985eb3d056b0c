// ticket.read. The description of a ConnectWise ticket is write-once and never returned: it lives on as the first
// note of the discussion, which is read with it.

import { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { askPsa, type PsaContext } from '../client.ts';
import { allOf, isFlag } from '../conditions.ts';
import { asTicket, readTicketRow } from '../tickets.ts';
import { noteShape } from '../vendor-shapes.ts';

type Read = DirectCapability<CapabilityInput<'ticket.read'>, CapabilityOutput<'ticket.read'>, PsaContext>;

export const readTicket: Read = {
  async run(context, input) {
    const row = await readTicketRow(context, input.ticket);
    return asTicket(context, row, await firstDiscussion(context, row.id));
  },
};

async function firstDiscussion(context: PsaContext, ticket: number): Promise<string | null> {
  try {
    const [note] = await askPsa(context, z.array(noteShape), {
      path: `/service/tickets/${ticket}/notes`,
      query: { conditions: allOf(isFlag('detailDescriptionFlag', true)), orderBy: 'id asc', pageSize: 1 },
      action: `read the description of ticket ${ticket}`,
    });
    return note?.text ?? null;
  } catch (error) {
    // a role that may read tickets but not notes still gets its ticket
    if (error instanceof ConnectorError && error.kind === 'forbidden') return null;
    throw error;
  }
}
