// client.list: the one organization this connection reaches.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { pageOfWhole } from '#connectors/sdk/http/paging.ts';
import type { GraphContext } from '../auth.ts';
import { readOrganizations } from '../organization.ts';
import { toClient } from '../transform.ts';

export const listClient: DirectCapability<
  CapabilityInput<'client.list'>,
  CapabilityOutput<'client.list'>,
  GraphContext
> = {
  run: async (context, input) => pageOfWhole((await readOrganizations(context)).map(toClient), input),
};
