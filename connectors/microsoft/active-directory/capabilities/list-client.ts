// client.list: the domain, the one client this connection reaches.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { pageOfWhole } from '#connectors/sdk/http/paging.ts';
import type { AdContext } from '../auth.ts';
import { inDirectory } from '../client.ts';
import { toClient } from '../transform.ts';

export const listClient: DirectCapability<
  CapabilityInput<'client.list'>,
  CapabilityOutput<'client.list'>,
  AdContext
> = {
  run: (context, input) =>
    inDirectory(context, { action: 'read the domain', client: null }, async ({ domain }) =>
      pageOfWhole([toClient(domain)], input),
    ),
};
