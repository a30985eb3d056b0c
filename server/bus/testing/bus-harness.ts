// An org with one connection to the small vendor, one device, one client, and a run that may call.
import { randomBytes } from 'node:crypto';
import { type CapabilityName, capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
import type { CapabilityCall } from '#server/engine/ports/capabilities.ts';
import type { Json } from '#server/engine/ports/run-records.ts';
import { connectionSecretsPlace } from '#server/platform/crypto/connection-places.ts';
import { createKeyEncryptionKeys } from '#server/platform/crypto/key-encryption-keys.ts';
import { createOrgKeyring, type OrgKeyring } from '#server/platform/crypto/org-keyring.ts';
import { createOrgKeyStore } from '#server/platform/crypto/org-keys.repository.ts';
import type { Database } from '#server/platform/db/database.ts';
import { createTestOrg } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { type Bus, createBus } from '../create-bus.ts';
import { testConnector } from './test-vendor.ts';

export const vendorKey = 'sk_live_51canary9f7e';

export interface OrgFixture {
  tenant: TenantContext;
  connectionId: string;
  deviceId: string;
  clientId: string;
  runId: string;
}

export interface BusHarness {
  bus: Bus;
  keyring: OrgKeyring;
  /** every value of a fresh org */
  org(origin: string): Promise<OrgFixture>;
  /** an announced call: its intent is in the journal */
  call(
    fixture: OrgFixture,
    capability: CapabilityName,
    args: Json,
    changes?: Partial<CapabilityCall>,
  ): Promise<CapabilityCall>;
  setAutomation(fixture: OrgFixture, automation: string): Promise<unknown>;
}

export function testKeyring(database: Database): OrgKeyring {
  const keks = createKeyEncryptionKeys({ current: { id: 'test', key: randomBytes(32) } });
  return createOrgKeyring({ keks, store: createOrgKeyStore(database) });
}

/** A run about that device, with an incident. */
export function createTestRun(
  database: Database,
  tenant: TenantContext,
  about: { deviceId: string; clientId: string },
): Promise<string> {
  const { orgId } = tenant;
  const runId = newId();
  return database.withTenant(tenant, async (db) => {
    const playbook = await db.playbook.create({
      data: { orgId, slug: 'restart', title: 'Restart', summary: '', category: 'self-healing' },
    });
    const scripts = { 'not-imported': { file: 'scripts/not-imported.ps1', sha256: '00', text: '' } };
    const version = await db.playbookVersion.create({
      data: { orgId, playbookId: playbook.id, version: '1.0.0', contentHash: 'h', source: '', scripts },
    });
    const now = new Date();
    const incident = await db.incident.create({
      data: {
        orgId,
        ...about,
        fingerprint: 'f',
        kind: 'process.crash',
        title: 'crash',
        severity: 'major',
        firstAt: now,
        lastAt: now,
      },
    });
    await db.run.create({
      data: {
        orgId,
        id: runId,
        playbookId: playbook.id,
        playbookVersionId: version.id,
        contentHash: 'h',
        incidentId: incident.id,
        ...about,
        eventKey: 'e',
        facts: {},
        startedBy: 'system:test',
        deadlineAt: new Date(Date.now() + 3_600_000),
      },
    });
    return runId;
  });
}

export function createBusHarness(database: Database, keyring = testKeyring(database)): BusHarness {
  const bus = createBus({
    database,
    keyring,
    connectors: { [testConnector.id]: testConnector },
    allowPrivateHosts: undefined,
  });
  return {
    bus,
    keyring,
    async org(origin) {
      const tenant = await createTestOrg(database);
      const { orgId } = tenant;
      const [connectionId, deviceId, clientId] = [newId(), newId(), newId()];
      const secrets = JSON.stringify({ key: vendorKey, hookSecret: 'hook-secret-0123456789' });
      const sealed = await keyring.seal(tenant, connectionSecretsPlace(connectionId), secrets);
      await database.withTenant(tenant, async (db) => {
        await db.connection.create({
          data: {
            orgId,
            id: connectionId,
            connector: testConnector.id,
            name: 'Our vendor',
            settings: { baseUrl: origin },
            secrets: sealed,
            ingestSecret: new Uint8Array(32),
            ingestSecretHash: new Uint8Array(32),
            isSandbox: true,
          },
        });
        await db.client.create({ data: { orgId, id: clientId, name: 'Acme' } });
        await db.clientIdentity.create({ data: { orgId, clientId, connectionId, externalId: 'c1', name: 'Acme' } });
        await db.device.create({ data: { orgId, id: deviceId, clientId, name: 'ACME-WS-014' } });
        await db.deviceIdentity.create({ data: { orgId, deviceId, connectionId, externalId: 'd1' } });
      });
      const runId = await createTestRun(database, tenant, { deviceId, clientId });
      return { tenant, connectionId, deviceId, clientId, runId };
    },
    call: (fixture, capability, args, changes) => announceCall(database, fixture, capability, args, changes),
    setAutomation: (fixture, automation) =>
      database.withTenant(fixture.tenant, (db) =>
        db.org.update({ where: { id: fixture.tenant.orgId }, data: { settings: { automation } } }),
      ),
  };
}

let steps = 0;

/** A call whose intent is in the journal, as the engine leaves it before it sends. */
export async function announceCall(
  database: Database,
  fixture: Pick<OrgFixture, 'tenant' | 'runId'>,
  capability: CapabilityName,
  args: Json,
  changes: Partial<CapabilityCall> = {},
): Promise<CapabilityCall> {
  const { effect, idempotency } = capabilityContracts[capability];
  const { orgId } = fixture.tenant;
  const path = `step-${++steps}`;
  const tag = `mspclaw:${fixture.runId}:${path}:1`;
  const call = {
    orgId,
    runId: fixture.runId,
    path,
    capability,
    arguments: args,
    tag,
    allowedEffect: effect,
    ...changes,
  };
  if (effect !== 'read') {
    await database.withTenant(fixture.tenant, (db) =>
      db.intent.create({
        data: {
          orgId,
          runId: fixture.runId,
          path: call.path,
          attempt: 1,
          tag: call.tag,
          capability,
          effect,
          idempotency,
          request: {},
          sendDeadline: new Date(Date.now() + 30_000),
        },
      }),
    );
  }
  return call;
}
