// After records came, changed or moved: each device is written down as its connections agree on it, and where they do
// not, that is kept.
import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { type AgreedDevice, agreeOnDevice, type DeviceIdentityFacts, disagreementsOn } from './agree-on-device.ts';
import { type FoundConflict, saveConflicts } from './conflicts.repository.ts';
import { findDecisionsAbout } from './decisions.repository.ts';
import { readDeviceFacts } from './identity-facts.ts';
import { findClientsAt } from './records.repository.ts';
import { placeKey } from './subject-store.ts';

export async function settleDevices(tenant: TenantContext, db: Db, deviceIds: string[]): Promise<void> {
  const { orgId } = tenant;
  const ids = [...new Set(deviceIds)];
  const devices = await db.device.findMany({ where: { orgId, id: { in: ids }, mergedIntoId: null } });
  const rows = await db.deviceIdentity.findMany({ where: { orgId, deviceId: { in: ids } } });
  const facts = rows.map((row) => ({ row, facts: readDeviceFacts(row.facts) }));
  const clients = await findClientsAt(
    tenant,
    db,
    facts.flatMap(({ row, facts: { client } }) =>
      client ? [{ connectionId: row.connectionId, externalId: client.id }] : [],
    ),
  );
  const found: FoundConflict[] = [];
  for (const device of devices) {
    const identities: DeviceIdentityFacts[] = facts
      .filter(({ row }) => row.deviceId === device.id)
      .map(({ row, facts: said }) => ({
        connectionId: row.connectionId,
        externalId: row.externalId,
        clientId: said.client
          ? (clients.get(placeKey({ connectionId: row.connectionId, externalId: said.client.id })) ?? null)
          : null,
        facts: said,
        seenAt: row.seenAt,
        isGone: row.goneAt !== null,
      }));
    const before: AgreedDevice = { ...device, isGone: device.goneAt !== null };
    const { isGone, ...after } = agreeOnDevice(before, identities);
    const goneAt = isGone ? (device.goneAt ?? new Date()) : null;
    if (hasChanged(device, { ...after, goneAt })) {
      await db.device.update({ where: { orgId_id: { orgId, id: device.id } }, data: { ...after, goneAt } });
    }
    for (const { topic, values } of disagreementsOn(identities)) {
      const situation = [...new Set(values.map(({ value }) => value.toLowerCase()))].sort().join(' | ');
      found.push({
        kind: 'device',
        topic,
        key: `${topic}:${device.id}:${situation}`.slice(0, 500),
        subjectId: device.id,
        detail: { values },
      });
    }
  }
  const settled = devices.map(({ id }) => id);
  const twins = await findTwins(tenant, db, [...new Set(rows.flatMap((row) => serialOf(row.facts)))]);
  await saveConflicts(tenant, db, 'device', settled, [...found, ...twins]);
}

/** Devices of ours that share a serial number, unless a person said that they are different ones. */
async function findTwins(tenant: TenantContext, db: Db, serials: string[]): Promise<FoundConflict[]> {
  if (serials.length === 0) return [];
  const { orgId } = tenant;
  const devices = await db.device.findMany({
    where: { orgId, serial: { in: serials, mode: 'insensitive' }, mergedIntoId: null },
    select: { id: true, serial: true, identities: { select: { connectionId: true, externalId: true } } },
    orderBy: { id: 'asc' },
    take: 5_000,
  });
  const groups = Map.groupBy(devices, ({ serial }) => (serial ?? '').trim().toUpperCase());
  const crowded = [...groups].filter(([, group]) => group.length > 1);
  const decisions = await findDecisionsAbout(
    tenant,
    db,
    'device',
    crowded.flatMap(([, group]) => group.flatMap(({ identities }) => identities)),
  );
  const apart = new Set(
    decisions
      .filter(({ verdict }) => verdict === 'different')
      .map(({ left, right }) => [placeKey(left), placeKey(right)].sort().join(' / ')),
  );
  return crowded.flatMap(([serial, group]): FoundConflict[] => {
    const isApart = (a: (typeof group)[number], b: (typeof group)[number]) =>
      a.identities.some((one) =>
        b.identities.some((other) => apart.has([placeKey(one), placeKey(other)].sort().join(' / '))),
      );
    const [first, ...others] = group;
    const open = first ? others.filter((other) => !isApart(first, other)) : [];
    if (!first || open.length === 0) return [];
    const ids = [first.id, ...open.map(({ id }) => id)];
    return [
      {
        kind: 'device',
        topic: 'same-serial',
        key: `same-serial:${serial}:${ids.join(',')}`.slice(0, 500),
        subjectId: first.id,
        detail: { candidateIds: ids.slice(1, 11) },
      },
    ];
  });
}

const serialOf = (facts: unknown): string[] => {
  const serial = readDeviceFacts(facts).serial?.trim();
  return serial ? [serial] : [];
};

function hasChanged(row: Record<string, unknown>, next: Record<string, unknown>): boolean {
  return Object.entries(next).some(
    ([key, value]) => JSON.stringify(row[key] ?? null) !== JSON.stringify(value ?? null),
  );
}
