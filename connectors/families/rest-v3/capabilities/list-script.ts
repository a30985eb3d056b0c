// script.list: the library. Variables are read for scripts of one's own, while they are few.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { RestV3 } from '../client.ts';
import { listScripts } from '../scripts.ts';
import type { RestV3Context } from '../vendor.ts';

type List = DirectCapability<CapabilityInput<'script.list'>, CapabilityOutput<'script.list'>, RestV3Context>;

export const createListScript = (api: RestV3): List => ({
  run: async (context) => ({ items: await listScripts(api, context) }),
});
