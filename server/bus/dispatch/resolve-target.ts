// Which connection serves a call, and what its arguments are called there. A script on a device goes to a connection
// that knows the device; a ticket to the connection it came from. Another tenant's id is an id that does not exist.
import type { z } from 'zod';
import { type CapabilityName, capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
import type { Connector } from '#connectors/sdk/connector.ts';
import type { Database, Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { capabilityCatalog, type OwnIdArgument, ownIdArguments } from '../catalog.ts';
import { type ConnectionRow, findConnections } from '../connection/connections.repository.ts';
import { findAlert, findClient, findDevice, findEngineer, findTicket } from './identities.repository.ts';
import { Refused } from './refused.ts';

/** One thing of ours that the call is about. */
export interface Subject {
  kind: OwnIdArgument;
  id: string;
  /** as a person calls it */
  name: string;
  /** connection -> the vendor's id of it there; the first one is the freshest */
  external: Map<string, string>;
}

export interface CallTarget {
  connection: ConnectionRow;
  /** the arguments as parsed, with our ids */
  args: Record<string, unknown>;
  /** the same with the vendor's ids */
  input: Record<string, unknown>;
  subjects: Subject[];
}

const statusOrder = ['healthy', 'untested', 'degraded', 'failing'];

/** @param connectionId this one and no other. @throws Refused */
export function resolveTarget(
  tenant: TenantContext,
  deps: { database: Database; connectors: Readonly<Record<string, Connector>> },
  capability: CapabilityName,
  given: unknown,
  connectionId?: string,
): Promise<CallTarget> {
  const args = parseArguments(capability, given);
  return deps.database.withTenant(tenant, async (db) => {
    const subjects: Subject[] = [];
    for (const kind of ownIdArguments) {
      const id = args[kind];
      if (typeof id === 'string') subjects.push(await findSubject(tenant, db, kind, id));
    }
    const all = await findConnections(tenant, db);
    const offering = all.filter(
      (row) => deps.connectors[row.connector]?.capabilities[capability] && row.status !== 'disabled',
    );
    const desks = connectionId
      ? offering.filter(({ id }) => id === connectionId)
      : deskOf(capability, offering, subjects, deps.connectors);
    const connection = choose(desks, subjects);
    if (!connection) throw new Refused(whyNone(capability, all, desks, subjects));
    const external = Object.fromEntries(
      subjects.map((subject) => [subject.kind, subject.external.get(connection.id) ?? '']),
    );
    return { connection, args, input: { ...args, ...external }, subjects };
  });
}

export function parseArguments(capability: CapabilityName, given: unknown): Record<string, unknown> {
  const schema = capabilityCatalog.get(capability)?.input as z.ZodType<Record<string, unknown>>;
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'with'}: ${issue.message}`);
  throw new Refused(`The arguments of "${capability}" are not valid. ${problems.join('; ')}`);
}

/**
 * Many tools have tickets beside what they are for. Where there is a service desk, what is not about a known ticket goes
 * to it alone, also while it is away: a ticket in another tool is one that nobody reads.
 */
function deskOf(
  capability: CapabilityName,
  offering: ConnectionRow[],
  subjects: Subject[],
  connectors: Readonly<Record<string, Connector>>,
): ConnectionRow[] {
  if (capabilityContracts[capability].system !== 'psa' || subjects.some(({ kind }) => kind === 'ticket'))
    return offering;
  const desks = offering.filter((row) => connectors[row.connector]?.systems[0] === 'psa');
  return desks.length > 0 ? desks : offering;
}

function choose(offering: ConnectionRow[], subjects: Subject[]): ConnectionRow | undefined {
  const freshest = [...(subjects.find((subject) => subject.kind === 'device')?.external.keys() ?? [])];
  return offering
    .filter((row) => subjects.every((subject) => subject.external.has(row.id)))
    .sort(
      (a, b) =>
        statusOrder.indexOf(a.status) - statusOrder.indexOf(b.status) ||
        freshest.indexOf(a.id) - freshest.indexOf(b.id) ||
        (a.id < b.id ? -1 : 1),
    )[0];
}

function whyNone(
  capability: CapabilityName,
  all: ConnectionRow[],
  offering: ConnectionRow[],
  subjects: Subject[],
): string {
  const { system, title } = capabilityContracts[capability];
  if (offering.length === 0) {
    const others = all.length === 0 ? 'nothing is connected yet' : 'none of the connections in use offers it';
    return `"${title}" needs a connected ${system.toUpperCase()} that can do it; ${others}.`;
  }
  const names = offering.map((row) => `"${row.name}"`).join(', ');
  const unknown = subjects.find((subject) => !offering.some((row) => subject.external.has(row.id)));
  if (unknown) {
    return `${unknown.kind} "${unknown.name}" is not known to ${names}. Match it under Connections, or sync again.`;
  }
  return `${subjects.map((subject) => `${subject.kind} "${subject.name}"`).join(' and ')} belong to different connections.`;
}

async function findSubject(tenant: TenantContext, db: Db, kind: OwnIdArgument, id: string): Promise<Subject> {
  switch (kind) {
    case 'device': {
      const row = await findDevice(tenant, db, id);
      if (!row) break;
      // newest first: an older identity of the same connection is one that the vendor replaced
      const external = new Map<string, string>();
      for (const identity of row.identities) {
        if (!external.has(identity.connectionId)) external.set(identity.connectionId, identity.externalId);
      }
      // the row's own id: what was merged is the one it was merged into
      return { kind, id: row.id, name: row.name, external };
    }
    case 'client': {
      const row = await findClient(tenant, db, id);
      if (!row) break;
      return {
        kind,
        id: row.id,
        name: row.name,
        external: new Map(row.identities.map((identity) => [identity.connectionId, identity.externalId])),
      };
    }
    case 'ticket': {
      const row = await findTicket(tenant, db, id);
      if (!row) break;
      return { kind, id, name: `#${row.externalId}`, external: new Map([[row.connectionId, row.externalId]]) };
    }
    case 'member': {
      const row = await findEngineer(tenant, db, id);
      if (!row) break;
      return { kind, id, name: row.name, external: new Map([[row.connectionId, row.externalId]]) };
    }
    case 'alert': {
      const row = await findAlert(tenant, db, id);
      if (!row) break;
      return { kind, id, name: row.title, external: new Map([[row.connectionId, row.externalId]]) };
    }
  }
  throw new Refused(`No such ${kind === 'member' ? 'engineer' : kind}.`);
}
