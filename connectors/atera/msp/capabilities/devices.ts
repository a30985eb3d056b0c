// device.list and device.status.
import type { z } from 'zod';
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { numberPart, pathPart } from '#connectors/sdk/http/vendor-road.ts';
import type { DeviceStatus } from '#connectors/sdk/nouns.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import { systemDriveOf, toDevice } from '../agent-transform.ts';
import type { AteraContext } from '../auth.ts';
import { atera } from '../client.ts';
import { listPage } from '../lists.ts';
import { agentShape, availableUpdatesShape, installedUpdatesShape } from '../vendor-shapes.ts';

export const agentList = { action: 'list the agents', path: '/agents', row: agentShape };

export async function listDevices(
  context: AteraContext,
  input: CapabilityInput<'device.list'>,
): Promise<CapabilityOutput<'device.list'>> {
  const path = input.client ? `/agents/customer/${numberPart(input.client, 'Atera customer')}` : agentList.path;
  const { items, next } = await listPage(context, { ...agentList, path }, input);
  return { items: items.map(toDevice), next };
}

export async function readDeviceStatus(
  context: AteraContext,
  input: CapabilityInput<'device.status'>,
): Promise<CapabilityOutput<'device.status'>> {
  const path = `/agents/${numberPart(input.device, 'Atera agent')}`;
  const agent = await atera.read(context, agentShape, { action: 'read the agent', path });
  const device = toDevice(agent);
  const lastBootAt = toInstant(agent.LastRebootTime);
  const now = context.now();
  const upMs = lastBootAt && device.online === true ? now.getTime() - Date.parse(lastBootAt) : null;
  return {
    ...device,
    takenAt: now.toISOString(),
    lastBootAt,
    uptimeSeconds: upMs === null ? null : Math.max(Math.floor(upMs / 1_000), 0),
    needsReboot: null,
    systemDrive: systemDriveOf(agent),
    patches: agent.DeviceGuid ? await readPatches(context, agent.DeviceGuid) : null,
    services: null,
    health: 'unknown',
    lastUser: agent.CurrentLoggedUsers || agent.LastLoginUser || null,
    isInMaintenance: false,
  };
}

/** null where the agent has none to tell of */
async function readPatches(context: AteraContext, deviceGuid: string): Promise<DeviceStatus['patches']> {
  const guid = pathPart(deviceGuid, 'device of Atera');
  const read = async <T extends z.ZodType>(shape: T, what: string): Promise<z.output<T> | null> => {
    try {
      return await atera.read(context, shape, { action: `read the ${what}`, path: `/agents/${guid}/${what}` });
    } catch (error) {
      const isAbsent =
        error instanceof ConnectorError && ['not-found', 'invalid-input', 'unsupported'].includes(error.kind);
      if (isAbsent) return null;
      throw error;
    }
  };
  const [available, installed] = await Promise.all([
    read(availableUpdatesShape, 'available-patches'),
    read(installedUpdatesShape, 'installed-patches'),
  ]);
  if (!available) return null;
  const updates = available.availableUpdates ?? [];
  const failed = updates.filter(({ status }) => /fail/i.test(status ?? '')).length;
  const dates = (installed?.installedUpdates ?? []).flatMap(({ installDate }) => toInstant(installDate) ?? []);
  return { pending: updates.length - failed, failed, lastInstalledAt: dates.sort().at(-1) ?? null };
}
