// Before something that cannot be taken back: is the vendor's device still the machine that was decided about? A
// record may have been given to another customer or another machine since the last sync, or to another device by a person.
import type { CapabilityName } from '#connectors/sdk/capability-contracts.ts';
import type { Connector } from '#connectors/sdk/connector.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { OpenConnection } from '../connection/open-connection.ts';
import { findDeviceOwner, findStandingRecords, ownIdsOf, type StandingRecord } from './identities.repository.ts';
import { inConnector, type PreparedCall } from './prepare-call.ts';
import { Refused } from './refused.ts';
import type { Subject } from './resolve-target.ts';

/** @throws Refused when it is another; ConnectorError when the vendor cannot say (then nothing is done either) */
export async function confirmDevice(
  tenant: TenantContext,
  deps: { database: Database; connectors: Readonly<Record<string, Connector>> },
  { connection, name, target }: Pick<PreparedCall, 'connection' | 'name' | 'target'>,
  device: Subject,
  signal: AbortSignal,
): Promise<void> {
  assertDecidedAbout(device, target.args.device);
  const records = await deps.database.withTenant(tenant, (db) => findStandingRecords(tenant, db, device.id));
  const doubt = doubtAbout(records.filter(({ connector }) => offers(deps.connectors, connector, name)));
  if (doubt) {
    throw new Refused(
      `Which machine "${device.name}" is, is not sure: ${doubt}. Nothing was run on it. Look at its records under Devices and split it.`,
    );
  }
  const problem = await problemWith(tenant, deps, connection, device, signal);
  if (!problem) return;
  throw new Refused(
    `"${device.name}" ${problem} in ${connection.connector.name}. Nothing was run on it. Sync "${connection.name}" and decide again.`,
  );
}

/** What was planned or approved for one thing is not done to what somebody merged it into meanwhile. @throws Refused */
export function assertDecidedAbout(subject: Subject, asked: unknown): void {
  if (subject.id === asked) return;
  throw new Refused(
    `The ${subject.kind} that this was decided about was merged into "${subject.name}" since. Nothing was done; start again from "${subject.name}".`,
  );
}

const offers = (connectors: Readonly<Record<string, Connector>>, id: string, name: CapabilityName): boolean =>
  Object.hasOwn(connectors, id) && connectors[id]?.capabilities[name] !== undefined;

/** Each of these could be the machine it happens to: they must speak of one. */
function doubtAbout(records: StandingRecord[]): string | null {
  const serials = new Set(records.flatMap(({ serial }) => serial?.trim().toUpperCase() || []));
  if (serials.size > 1) return 'its connections name different serial numbers';
  const owners = new Set(records.flatMap(({ clientId }) => clientId ?? []));
  return owners.size > 1 ? 'its connections list it under different clients' : null;
}

async function problemWith(
  tenant: TenantContext,
  deps: { database: Database },
  connection: OpenConnection,
  device: Subject,
  signal: AbortSignal,
): Promise<string | null> {
  const status = connection.connector.capabilities['device.status'];
  if (!status) return null;
  const context = connection.context({ mayMutate: false, signal });
  const externalId = device.external.get(connection.id) ?? '';
  const seen = await inConnector(connection, () => status.run(context, { device: externalId }, { tag: '' }));
  return deps.database.withTenant(tenant, async (db) => {
    const ours = await findDeviceOwner(tenant, db, device.id);
    if (ours?.serial && seen.serial && !isSame(ours.serial, seen.serial)) return 'stands for another machine now';
    if (!ours?.clientId || !seen.client) return null;
    const owner = (await ownIdsOf(tenant, db, connection.id, 'client', [seen.client.id])).get(seen.client.id);
    return owner === ours.clientId ? null : 'belongs to another client now';
  });
}

const isSame = (a: string, b: string): boolean => a.trim().toUpperCase() === b.trim().toUpperCase();
