// device.list and client.list: ScreenConnect gives all sessions whole, and a company is what its custom property says.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import { pageOfWhole } from '#connectors/sdk/http/paging.ts';
import type { ScreenConnectContext } from '../auth.ts';
import { readMachines } from '../sessions.ts';
import { companyOf, toDevice } from '../transform.ts';

export async function listDevices(
  context: ScreenConnectContext,
  input: CapabilityInput<'device.list'>,
): Promise<CapabilityOutput<'device.list'>> {
  const devices = (await readMachines(context)).map((session) => toDevice(session, context.settings.companyProperty));
  return pageOfWhole(
    devices.filter((device) => !input.client || device.client?.id === input.client),
    input,
  );
}

export async function listClients(
  context: ScreenConnectContext,
  input: CapabilityInput<'client.list'>,
): Promise<CapabilityOutput<'client.list'>> {
  const sessions = await readMachines(context);
  const names = new Set(sessions.flatMap((session) => companyOf(session, context.settings.companyProperty)?.id ?? []));
  const clients = [...names].sort().map((name) => ({ id: name, name, isActive: true }));
  return pageOfWhole(clients, input);
}
