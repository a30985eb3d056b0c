// device.list: configurations. Inventory only: ConnectWise knows nothing of whether a machine is on.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { PsaContext } from '../client.ts';
import { allOf, compareNumber, isFlag } from '../conditions.ts';
import { listForward } from '../lists.ts';
import { recordNumber } from '../tickets.ts';
import { toDevice } from '../transform.ts';
import { configurationShape } from '../vendor-shapes.ts';

type List = DirectCapability<CapabilityInput<'device.list'>, CapabilityOutput<'device.list'>, PsaContext>;

export const listDevice: List = {
  async run(context, input) {
    const page = await listForward(
      context,
      {
        path: '/company/configurations',
        shape: configurationShape,
        conditions: allOf(
          isFlag('activeFlag', true),
          input.client ? compareNumber('company/id', '=', recordNumber(input.client, 'company')) : null,
        ),
        action: 'list the configurations',
      },
      input,
    );
    return { items: page.items.map(toDevice), next: page.next };
  },
};
