// device.list: the computers that are members of the domain. When one was last seen is days old at best.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { AdContext } from '../auth.ts';
import { inDirectory, largestList } from '../client.ts';
import { pageAfter } from '../page-after.ts';
import { toDevice } from '../transform.ts';
import { binaryAttributes, computerAttributes } from '../vendor-shapes.ts';

export const listDevice: DirectCapability<
  CapabilityInput<'device.list'>,
  CapabilityOutput<'device.list'>,
  AdContext
> = {
  run: (context, input) =>
    inDirectory(context, { action: 'list the computers', client: input.client }, async ({ search, domain }) => {
      const found = await search({
        base: domain.searchBase,
        scope: 'subtree',
        filter: { attribute: 'objectCategory', equals: 'computer' },
        attributes: computerAttributes,
        binaryAttributes,
        maxEntries: largestList,
      });
      const devices = found.flatMap((entry) => toDevice(entry, domain));
      return pageAfter(devices, input);
    }),
};
