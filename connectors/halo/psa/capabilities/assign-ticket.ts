// ticket.assign: to an agent by number, e-mail address, initials or name.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { HaloContext } from '../client.ts';
import { listAgents, ticketWords } from '../setup.ts';
import { changeTicket } from '../tickets.ts';
import { toTicket } from '../transform.ts';
import type { AgentRow } from '../vendor-shapes.ts';

type Assign = DirectCapability<CapabilityInput<'ticket.assign'>, CapabilityOutput<'ticket.assign'>, HaloContext>;

export const assignTicket: Assign = {
  async run(context, input) {
    const number = Number(numberPart(input.ticket, 'ticket'));
    const agent = pickAgent(await listAgents(context), input.member);
    const words = await ticketWords(context);
    return toTicket(await changeTicket(context, number, { agent_id: agent.id }, 'agent'), words);
  },
};

function pickAgent(agents: readonly AgentRow[], wanted: string): AgentRow {
  const plain = wanted.trim().toLowerCase();
  const named = ({ email, initials, name }: AgentRow) =>
    [email, initials, name].some((word) => word?.toLowerCase() === plain);
  const found = agents.find(({ id }) => String(id) === plain) ?? agents.find(named);
  if (!found) throw new ConnectorError('invalid-input', `Halo has no agent "${wanted.slice(0, 60)}".`);
  if (found.isdisabled)
    throw new ConnectorError('invalid-input', `The agent "${found.name ?? wanted}" is disabled in Halo.`);
  return found;
}
