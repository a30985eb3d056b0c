// The whole road: a playbook's script on a vendor that keeps no output (SuperOps, simulated), which posts its result from
// the device over HTTP to the address that went along as a variable.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { superopsMsp } from '#connectors/superops/msp/connector.ts';
import { superopsSandbox } from '#connectors/superops/msp/sandbox/superops-sandbox.ts';
import { type Bus, createBus } from '#server/bus/create-bus.ts';
import { announceCall, createTestRun, testKeyring } from '#server/bus/testing/bus-harness.ts';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { createConnection } from '../connections/create-connection.ts';
import { syncConnection } from '../connections/sync-connection.ts';
import { PostRate } from './post-rate.ts';
import { type ReceiveDeps, receiveScriptResult } from './receive-script-result.ts';
import type { VendorScripts } from './scripts-deps.ts';

const database = testDatabase();
const keyring = testKeyring(database);
let sandbox: Sandbox;
let bus: Bus;
let tenant: TenantContext;
let deviceId: string;
let runId: string;
let deps: ReceiveDeps;
const statuses: number[] = [];

/** Stands where the web process stands. */
const door = createServer(async (request, response) => {
  const [, , , callbackId = '', token = ''] = (request.url ?? '').split('/');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const answer = await receiveScriptResult(
    {
      callbackId,
      token,
      contentType: request.headers['content-type'] ?? null,
      contentEncoding: null,
      address: '127.0.0.1',
      readBody: async () => Buffer.concat(chunks),
    },
    deps,
  );
  statuses.push(answer.status);
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
});

beforeAll(async () => {
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  sandbox = await startSandbox({
    vendors: [{ dialect: superopsSandbox }],
    dials: { scriptLagMs: 50, feedLagMs: 0, settleMs: 50 },
  });
  bus = createBus({
    database,
    keyring,
    connectors: { [superopsMsp.id]: superopsMsp },
    allowPrivateHosts: undefined,
    baseUrl,
  });
  bus.lists satisfies VendorScripts;
  const now = () => new Date();
  deps = { database, rate: new PostRate(), redact: bus.redactFor, now };
  tenant = await createTestOrg(database);
  const connections = { database, keyring, vendors: bus.gateway, baseUrl, now };
  const { settings, secrets } = sandbox.vendors['superops/msp']?.connection() ?? {};
  const texts = (values: unknown) => values as Record<string, string>;
  const input = { connector: 'superops/msp', name: 'SuperOps', settings: texts(settings), secrets: texts(secrets) };
  const made = await createConnection(tenant, { ...input, skipTest: false }, connections, {
    controlUrl: `${sandbox.control.origin}/__sandbox`,
  });
  await syncConnection(tenant, made, connections);
  const device = await database.withTenant(tenant, (db) =>
    db.device.findFirstOrThrow({ where: { name: 'ACME-WS-014' } }),
  );
  deviceId = device.id;
  runId = await createTestRun(database, tenant, { deviceId, clientId: device.clientId ?? '' });
});
afterAll(async () => {
  await bus.close();
  await sandbox.close();
  door.closeAllConnections();
  await new Promise((resolve) => door.close(resolve));
});

it('a script’s exit code and output come back by its one-time address, and the address is kept nowhere', async () => {
  const args = { device: deviceId, script: 'restart-service', parameters: { service: 'Spooler' } };
  const call = await announceCall(database, { tenant, runId }, 'script.run', args);
  const started = await bus.capabilities.call(call);
  if (started.kind !== 'started') throw new Error(JSON.stringify(started));
  const done = await eventually(async () => {
    const outcome = await bus.capabilities.poll(call, started.job);
    return outcome.kind === 'pending' ? undefined : outcome;
  }, 'the result of the script');
  expect(done).toMatchObject({
    kind: 'done',
    output: { outcome: 'success', exitCode: 0, output: expect.stringMatching(/.+/) },
  });
  expect(statuses).toEqual([200]);
  expect(sandbox.ledger.executionsByTag()[call.tag]).toBe(1);

  const token = sandbox.world.state.scriptRuns
    .flatMap(({ parameters }) => Object.entries(parameters))
    .find(([name]) => name.toLowerCase() === 'callbackurl')?.[1]
    .split('/')
    .at(-1);
  expect(token).toMatch(/^[\w-]{43}$/);
  const kept = await database.withTenant(tenant, async (db) => [
    await db.evidence.findMany({}),
    await db.auditEntry.findMany({}),
    await db.intent.findMany({}),
    await db.scriptCallback.findMany({ omit: { token: true, tokenHash: true } }),
  ]);
  expect(JSON.stringify(kept)).toContain(call.tag);
  expect(JSON.stringify(kept)).not.toContain(token);
});
