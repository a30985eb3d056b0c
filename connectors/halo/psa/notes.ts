// Notes of a ticket: Halo calls them actions. Ids count per ticket, so an action is never read without its ticket.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { NoteInput } from '#connectors/sdk/nouns.ts';
import { type HaloContext, halo } from './client.ts';
import { toAction } from './transform.ts';
import { type ActionRow, actionShape, oneOf, type TicketRow } from './vendor-shapes.ts';

const mostActions = 5_000;

export async function listActions(context: HaloContext, ticket: number): Promise<ActionRow[]> {
  const call = {
    action: `read the notes of ticket ${ticket}`,
    path: '/Actions',
    // without a count some instances give only the first few, and a note of ours would seem not to be there
    query: { ticket_id: ticket, excludesys: true, includehtmlnote: true, count: mostActions },
  };
  const { actions } = await halo.read(context, z.object({ actions: z.array(actionShape).nullish() }), call);
  return (actions ?? []).toSorted((a, b) => a.id - b.id);
}

/** What goes with a note in the same step. */
export interface ActionExtras {
  new_status?: number;
  /** hours */
  timetaken?: number;
  actionarrivaldate?: string;
  actioncompletiondate?: string;
}

/**
 * @param row the ticket: whoever is to get mail must have an address there
 * @throws ConnectorError `invalid-input` before anything is sent, `bad-answer` when Halo made an internal note public
 */
export async function postAction(
  context: HaloContext,
  row: TicketRow,
  note: NoteInput,
  tag: string,
  extras: ActionExtras = {},
): Promise<ActionRow> {
  const action = toAction(row.id, note, tag);
  if (action.sendemail && !row.user_email) {
    throw new ConnectorError(
      'invalid-input',
      `Nobody can be notified: ticket ${row.id} has no user with an e-mail address.`,
    );
  }
  const written = await halo.read(context, oneOf(actionShape), {
    action: `add a note to ticket ${row.id}`,
    method: 'POST',
    path: '/Actions',
    json: [{ ...action, ...(action.sendemail ? { emailto: row.user_email } : {}), ...extras }],
  });
  if (action.hiddenfromuser && written.hiddenfromuser === false) {
    throw new ConnectorError(
      'bad-answer',
      `Halo made note ${written.id} of ticket ${row.id} visible to the user although it was sent as hidden. Look at it now.`,
      { maybeApplied: true, detail: { ticket: row.id, note: written.id } },
    );
  }
  return written;
}
