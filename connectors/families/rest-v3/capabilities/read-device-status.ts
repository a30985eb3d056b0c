// device.status: whether it is online from /devices, the rest from /assets. Services, users and a pending reboot are not
// told. Updates are counted while they wait, and not when they fail: "none failed" would be a guess, so there are none.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { RestV3 } from '../client.ts';
import { systemDriveOf, toDevice } from '../device-transform.ts';
import { readAsset, readDevice } from '../devices.ts';
import { parseTime, parseUptimeSeconds } from '../parse-time.ts';
import type { RestV3Context } from '../vendor.ts';

type Read = DirectCapability<CapabilityInput<'device.status'>, CapabilityOutput<'device.status'>, RestV3Context>;

export const createReadDeviceStatus = (api: RestV3): Read => ({
  async run(context, input) {
    const device = await readDevice(api, context, input.device);
    const asset = await readAsset(api, context, input.device);
    const now = context.now();
    const lastBootAt = parseTime(asset?.LastReboot);
    const sinceBoot = lastBootAt === null ? null : Math.floor((now.getTime() - Date.parse(lastBootAt)) / 1_000);
    return {
      ...toDevice(device, asset),
      takenAt: now.toISOString(),
      lastBootAt,
      uptimeSeconds:
        device.IsOnline === true
          ? sinceBoot !== null
            ? Math.max(sinceBoot, 0)
            : parseUptimeSeconds(device.Uptime)
          : null,
      needsReboot: null,
      systemDrive: systemDriveOf(asset),
      patches: null,
      services: null,
      // counts of notifications say what once was
      health: 'unknown',
      lastUser: null,
      isInMaintenance: device.InMaintenance === true,
    };
  },
});
