// An org with a connection, a client, a device and published playbooks, for the suites of incidents and of the inbox.
// Playbooks go through the real checker, runs through the runtime's real door.
import { randomBytes } from 'node:crypto';
import { capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
import { makeCatalog } from '#server/engine/testing/make-catalog.ts';
import type { Database } from '#server/platform/db/database.ts';
import { createTestOrg } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { startRun } from '#server/runtime/start-run.ts';
import { publishPlaybook } from '../../playbooks/publish-playbook.ts';
import type { HandleEventDeps } from '../handle-event.ts';
import { createPlaybookMatcher } from '../playbook-matcher.ts';
import type { ReadAlert, ReadTicket } from '../vendor-facts.ts';

const catalog = makeCatalog(capabilityContracts);

export const playbook = (name: string, on: string, extra = '') => `apiVersion: mspclaw/v1
kind: Playbook
name: ${name}
version: 1.0.0
title: ${name}
summary: For tests.
category: self-healing
needs: { capabilities: [device.status, ticket.create, ticket.note.add, ticket.assign] }
on:
  - ${on}
steps:
  ${extra || '- stop: Enough.'}
`;
/** fires on full disks and reads the device */
export const diskPlaybook = playbook(
  'free-disk',
  'alert: { kind: disk.space }',
  `- call: device.status\n    with: { device: "\${{ device.id }}" }`,
);
export const ticketPlaybook = playbook('greet', 'ticket: { where: ticket.title.contains("printer") }');
export const handOverPlaybook = playbook('hand-over', 'manual: {}');

export interface TestSite {
  tenant: TenantContext;
  connectionId: string;
  clientId: string;
  deviceId: string;
}

/** In every org of the suites: vendor's device "d1" of client "c1" is known, anything else is not. */
export async function createTestSite(
  database: Database,
  sources = [diskPlaybook, ticketPlaybook, handOverPlaybook],
): Promise<TestSite> {
  const tenant = await createTestOrg(database);
  const { orgId } = tenant;
  const [connectionId, clientId, deviceId] = [newId(), newId(), newId()];
  await database.withTenant(tenant, async (db) => {
    await db.connection.create({
      data: {
        orgId,
        id: connectionId,
        connector: 'generic/webhook',
        name: 'RMM',
        ingestSecretHash: randomBytes(32),
        ingestSecret: randomBytes(8),
      },
    });
    await db.client.create({ data: { orgId, id: clientId, name: 'Acme' } });
    await db.clientIdentity.create({
      data: { orgId, id: newId(), clientId, connectionId, externalId: 'c1', name: 'Acme' },
    });
    await db.device.create({
      data: { orgId, id: deviceId, clientId, name: 'ACME-WS-01', osFamily: 'windows', role: 'workstation' },
    });
    await db.deviceIdentity.create({ data: { orgId, id: newId(), deviceId, connectionId, externalId: 'd1' } });
  });
  for (const source of sources) await publishPlaybook(tenant, { source }, { database, catalog });
  return { tenant, connectionId, clientId, deviceId };
}

export function incidentDeps(database: Database, overrides: Partial<HandleEventDeps> = {}): HandleEventDeps {
  return {
    database,
    matcher: createPlaybookMatcher(catalog),
    startRun,
    triage: async () => {},
    now: () => new Date(),
    log: { warn: () => {} },
    ...overrides,
  };
}

export const alertOf = (id: string, changes: Partial<ReadAlert> = {}): ReadAlert => ({
  id,
  device: { id: 'd1', name: 'ACME-WS-01' },
  client: { id: 'c1', name: 'Acme' },
  kind: 'disk.space',
  severity: 'major',
  title: 'Low disk space on ACME-WS-01',
  message: 'Free space on C: is 4%',
  data: { freePercent: 4 },
  raisedAt: '2026-11-20T08:00:00.000Z',
  isActive: true,
  clearedAt: null,
  fingerprint: ['C:', 'Free space on C: is 4% at 08:00'],
  ...changes,
});

export const ticketOf = (id: string, changes: Partial<ReadTicket> = {}): ReadTicket => ({
  id,
  title: 'The printer does not print',
  description: null,
  board: null,
  status: { id: 's1', name: 'New' },
  isClosed: false,
  priority: 'medium',
  category: null,
  client: { id: 'c1', name: 'Acme' },
  assignee: null,
  externalKey: null,
  url: null,
  createdAt: '2026-11-20T08:00:00.000Z',
  updatedAt: '2026-11-20T08:00:00.000Z',
  closedAt: null,
  ...changes,
});

export const readAll = (database: Database, { tenant }: Pick<TestSite, 'tenant'>) =>
  database.withTenant(tenant, async (db) => ({
    alerts: await db.alert.findMany({ orderBy: { id: 'asc' } }),
    incidents: await db.incident.findMany({ orderBy: { id: 'asc' } }),
    runs: await db.run.findMany({ orderBy: { id: 'asc' } }),
    tickets: await db.ticket.findMany({ orderBy: { id: 'asc' } }),
    notes: await db.auditEntry.findMany({ where: { targetKind: 'incident' }, orderBy: { id: 'asc' } }),
  }));
