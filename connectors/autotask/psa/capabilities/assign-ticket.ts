// ticket.assign. A resource works in a role, and Autotask takes both together or neither.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { AutotaskContext } from '../auth.ts';
import { deskRole, findResource } from '../resources.ts';
import { changeTicket } from '../tickets.ts';

type Assign = DirectCapability<CapabilityInput<'ticket.assign'>, CapabilityOutput<'ticket.assign'>, AutotaskContext>;

export const assignTicket: Assign = {
  async run(context, input) {
    const resource = await findResource(context, input.member);
    const role = await deskRole(context, resource);
    const change = { assignedResourceID: resource, assignedResourceRoleID: role };
    return changeTicket(context, input.ticket, change, 'assignee');
  },
};
