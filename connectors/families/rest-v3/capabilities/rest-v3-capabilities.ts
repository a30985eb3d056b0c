// Everything a product of the REST v3 family can do, made for one of them; and what none of them can.
import type { CapabilityTable, Connector } from '#connectors/sdk/connector.ts';
import type { RestV3 } from '../client.ts';
import type { RestV3Context } from '../vendor.ts';
import { createListAlert } from './list-alert.ts';
import { createListClient } from './list-client.ts';
import { createListDevice } from './list-device.ts';
import { createListDeviceEvents } from './list-device-events.ts';
import { createListScript } from './list-script.ts';
import { createReadAlert } from './read-alert.ts';
import { createReadDeviceStatus } from './read-device-status.ts';
import { createResolveAlert } from './resolve-alert.ts';
import { createRunScript } from './run-script.ts';

export const createCapabilities = (api: RestV3): CapabilityTable<RestV3Context> => ({
  'client.list': createListClient(api),
  'device.list': createListDevice(api),
  'device.status': createReadDeviceStatus(api),
  'device.events': createListDeviceEvents(api),
  'script.list': createListScript(api),
  'script.run': createRunScript(api),
  'alert.list': createListAlert(api),
  'alert.read': createReadAlert(api),
  'alert.resolve': createResolveAlert(api),
});

export const missingCapabilities = (name: string): Connector['cannot'] => ({
  'command.run': `${name} runs scripts of its library only; its API takes no command text.`,
});

/** No limit is documented: a pace that a server of one's own can bear, too. */
export const limits: Connector['limits'] = {
  requestsPerMinute: 120,
  burst: 30,
  concurrency: 4,
  timeoutMs: 30_000,
  // an asset carries every program that is installed
  maxResponseBytes: 30_000_000,
  visibilityLagMs: 120_000,
};
