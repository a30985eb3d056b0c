// ticket.time.add: a comment with the seconds it took. NinjaOne books them when the comment is written and takes no
// beginning, so that one is said in the text.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { NinjaContext } from '../auth.ts';
import { findComment, readBack } from '../ticket-notes.ts';
import { postComment } from '../tickets.ts';

type Add = DirectCapability<CapabilityInput<'ticket.time.add'>, CapabilityOutput<'ticket.time.add'>, NinjaContext>;

export const addTicketTime: Add = {
  async run(context, input, mutation) {
    const ticket = Number(numberPart(input.ticket, 'ticket'));
    const began = input.startedAt ? `\n\nBegan ${input.startedAt}` : '';
    const note = { ...input.note, body: `${input.note.body}${began}`, timeTrackedSeconds: input.minutes * 60 };
    await postComment(context, ticket, note, mutation);
    const { id } = await readBack(ticket, () => findComment(context, ticket, mutation.tag));
    return { id, minutes: input.minutes };
  },

  async reconcile(context, input, { tag }) {
    const found = await findComment(context, Number(numberPart(input.ticket, 'ticket')), tag);
    if (!found) return { found: false };
    return { found: true, output: { id: found.id, minutes: Math.round((found.timeTracked ?? 0) / 60) } };
  },
};
