// The port over a real database and a real vendor on a real socket. What must not happen is counted at the vendor.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Json } from '#server/engine/ports/run-records.ts';
import { testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import { isInfrastructureError } from '#server/runtime/journal/infrastructure-error.ts';
import { type BusHarness, createBusHarness, type OrgFixture, vendorKey } from './testing/bus-harness.ts';
import { startTestVendor, type TestVendor } from './testing/test-vendor.ts';

const database = testDatabase();
let vendor: TestVendor;
let harness: BusHarness;
let org: OrgFixture;
let strangers: OrgFixture;

beforeAll(async () => {
  vendor = await startTestVendor();
  harness = createBusHarness(database);
  org = await harness.org(vendor.origin);
  strangers = await harness.org(vendor.origin);
});
afterAll(async () => {
  await harness.bus.close();
  await vendor.close();
});
afterEach(async () => {
  vendor.restore();
  await harness.setAutomation(org, 'on');
  // a breaker that one test opened is no business of the next
  await database.withTenant(org.tenant, (db) => db.connectionGovernor.deleteMany({ where: {} }));
});

const port = () => harness.bus.capabilities;
const mutations = () => vendor.arrivals.filter((one) => one.method !== 'GET' && one.path !== '/token').length;
const note = (visibility?: string) => ({ body: 'Restarted it.', ...(visibility ? { visibility } : {}) });

async function ticketOf(fixture: OrgFixture): Promise<string> {
  const call = await harness.call(fixture, 'ticket.create', { client: fixture.clientId, title: 'Disk full' });
  const made = await port().call(call);
  if (made.kind !== 'done') throw new Error(JSON.stringify(made));
  return (made.output as { id: string }).id;
}

describe('a read', () => {
  it('asks the vendor by its own id, answers in ours, and keeps evidence', async () => {
    const call = await harness.call(org, 'device.status', { device: org.deviceId });
    const outcome = await port().call(call);
    expect(outcome).toMatchObject({
      kind: 'done',
      output: { id: org.deviceId, client: { id: org.clientId }, systemDrive: { freeGb: 212 } },
      summary: 'Read the state of ACME-WS-014: WinRM stopped, 212 GB free',
    });
    if (outcome.kind !== 'done') return;
    const evidence = await database.withTenant(org.tenant, (db) =>
      db.evidence.findFirstOrThrow({ where: { id: outcome.evidence[0] ?? '' } }),
    );
    expect(evidence).toMatchObject({ runId: org.runId, capability: 'device.status', connectionId: org.connectionId });
    expect(evidence.incidentId).not.toBeNull();
    const device = await database.withTenant(org.tenant, (db) =>
      db.device.findFirstOrThrow({ where: { id: org.deviceId } }),
    );
    expect(device).toMatchObject({ online: true, os: 'Windows 11' });
  });

  it('for triage is kept under its incident', async () => {
    const incident = await database.withTenant(org.tenant, (db) => db.incident.findFirstOrThrow({}));
    const read = harness.bus.readCapability;
    const answer = await read(org.tenant, 'device.status', { device: org.deviceId }, { incidentId: incident.id });
    expect(answer.output).toMatchObject({ id: org.deviceId });
    const kept = await database.withTenant(org.tenant, (db) =>
      db.evidence.findFirstOrThrow({ where: { id: answer.evidenceId } }),
    );
    expect(kept).toMatchObject({ incidentId: incident.id, runId: null });
  });
});

describe('a ticket', () => {
  it('becomes ours, linked to what the run is about, and is changed under our id', async () => {
    const id = await ticketOf(org);
    const run = await database.withTenant(org.tenant, (db) => db.run.findFirstOrThrow({ where: { id: org.runId } }));
    const row = await database.withTenant(org.tenant, (db) => db.ticket.findFirstOrThrow({ where: { id } }));
    expect(row).toMatchObject({
      externalId: '4711',
      incidentId: run.incidentId,
      clientId: org.clientId,
      deviceId: org.deviceId,
      status: 'New',
    });
    const update = await harness.call(org, 'ticket.update', { ticket: id, title: 'changed' });
    expect(await port().call(update)).toMatchObject({
      kind: 'done',
      output: { id, externalId: '4711', title: 'changed' },
    });
    const again = await database.withTenant(org.tenant, (db) => db.ticket.findMany({ where: { externalId: '4711' } }));
    expect(again.map((one) => one.title)).toEqual(['changed']);
  });
});

describe('a script', () => {
  const run = { script: 'restart-service', parameters: { serviceName: 'WinRM' } };

  it('is found by its exact name, started once, polled, and told as a sentence', async () => {
    const call = await harness.call(org, 'script.run', { device: org.deviceId, ...run });
    const before = vendor.count('POST', '/devices/d1/run');
    const started = await port().call(call);
    expect(started).toMatchObject({
      kind: 'started',
      summary: 'Started restart-service on ACME-WS-014; waiting for its result',
    });
    expect(vendor.count('POST', '/devices/d1/run')).toBe(before + 1);
    expect(JSON.parse(vendor.arrivals.at(-1)?.body ?? '{}')).toEqual({ script: '55', tag: call.tag });
    if (started.kind !== 'started') return;
    // the job is JSON that another process may go on with
    const job = JSON.parse(JSON.stringify(started.job)) as Json;
    const other = createBusHarness(database, harness.keyring);
    vendor.misbehave('/jobs/7', (_arrival, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"exitCode":null}'),
    );
    expect(await other.bus.capabilities.poll(call, job)).toEqual({ kind: 'pending', pollAfterMs: 500 });
    vendor.restore();
    const done = await other.bus.capabilities.poll(call, job);
    expect(done).toMatchObject({ kind: 'done', summary: 'Ran restart-service on ACME-WS-014: exit 0 in 41 s' });
    if (done.kind === 'done') expect(done.evidence).toHaveLength(1);
    await other.bus.close();
  });

  it('that is missing is not run, and the refusal says which file to import where', async () => {
    const before = mutations();
    const call = await harness.call(org, 'script.run', { device: org.deviceId, script: 'not-imported' });
    const outcome = await port().call(call);
    expect(outcome).toMatchObject({ kind: 'error', maybeApplied: false, retryable: false });
    expect(outcome).toHaveProperty(
      'message',
      'Testvendor ("Our vendor") has no script named "not-imported". Import "scripts/not-imported.ps1" of the playbook "restart" into its script library under exactly this name, then try again.',
    );
    expect(mutations()).toBe(before);
  });

  it('leaves an audit entry that says who, why and on what, with secrets taken out', async () => {
    const args = {
      device: org.deviceId,
      script: 'restart-service',
      parameters: { password: 'hunter2hunter2', key: vendorKey },
    };
    const call = await harness.call(org, 'script.run', args);
    await port().call(call);
    const entries = await database.withTenant(org.tenant, (db) =>
      db.auditEntry.findMany({ where: { action: 'call-capability', why: `run ${org.runId}, step ${call.path}` } }),
    );
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ actor: `run:${org.runId}`, targetKind: 'device', targetId: org.deviceId });
    const text = JSON.stringify(entries[0]);
    expect(text).toContain(call.tag);
    expect(text).not.toContain('hunter2hunter2');
    expect(text).not.toContain(vendorKey);
  });
});

describe('nothing leaves', () => {
  const refused = async (capability: Parameters<BusHarness['call']>[1], args: Json, changes: object = {}, by = org) => {
    const before = vendor.arrivals.length;
    const outcome = await port().call(await harness.call(by, capability, args, changes));
    expect(outcome).toMatchObject({ kind: 'error', maybeApplied: false, retryable: false });
    expect(vendor.arrivals.length, 'requests at the vendor').toBe(before);
    return outcome.kind === 'error' ? outcome.message : '';
  };

  it('when the real effect is wider than the plan allowed', async () => {
    const script = { device: org.deviceId, script: 'restart-service' };
    expect(await refused('script.run', script, { allowedEffect: 'read' })).toContain('is destructive');
    expect(await refused('script.run', script, { allowedEffect: 'write' })).toContain('no more than write');
    const ticket = { client: org.clientId, title: 'x' };
    expect(await refused('ticket.create', ticket, { allowedEffect: 'read' })).toContain('is write');
  });

  it('when the kill switch says so: off stops all, reads-only stops writes, nonsense counts as off', async () => {
    const script = { device: org.deviceId, script: 'restart-service' };
    const status = { device: org.deviceId };
    for (const setting of ['off', 'maybe', '']) {
      await harness.setAutomation(org, setting);
      expect(await refused('script.run', script)).toContain('switched off');
      expect(await refused('device.status', status)).toContain('switched off');
      await expect(
        harness.bus.readCapability(org.tenant, 'device.status', status, { incidentId: null }),
      ).rejects.toThrow('switched off');
    }
    await harness.setAutomation(org, 'reads-only');
    expect(await refused('script.run', script)).toContain('reading only');
    expect(await refused('ticket.create', { client: org.clientId, title: 'x' })).toContain('reading only');
    expect(await port().call(await harness.call(org, 'device.status', status))).toMatchObject({ kind: 'done' });
  });

  it('when the kill switch is thrown while things are still looked up for it', async () => {
    const before = mutations();
    const call = await harness.call(org, 'script.run', { device: org.deviceId, script: 'restart-service' });
    vendor.misbehave('/devices/d1', (_arrival, response) => {
      void harness
        .setAutomation(org, 'off')
        .then(() =>
          response
            .writeHead(200, { 'content-type': 'application/json' })
            .end(JSON.stringify({ id: 'd1', name: 'ACME-WS-014' })),
        );
    });
    expect(await port().call(call)).toMatchObject({ kind: 'error', maybeApplied: false });
    expect(mutations()).toBe(before);
  });

  it('for another tenant’s device, client or ticket: they do not exist', async () => {
    const theirTicket = await ticketOf(strangers);
    expect(await refused('device.status', { device: strangers.deviceId })).toBe('No such device.');
    expect(await refused('script.run', { device: strangers.deviceId, script: 'restart-service' })).toBe(
      'No such device.',
    );
    expect(await refused('ticket.create', { client: strangers.clientId, title: 'x' })).toBe('No such client.');
    expect(await refused('ticket.update', { ticket: theirTicket, title: 'x' })).toBe('No such ticket.');
    expect(await refused('device.status', { device: newId() })).toBe('No such device.');
    expect(await refused('device.status', { device: org.deviceId }, { runId: strangers.runId })).toBe('No such run.');
  });

  it('with another tenant’s job: its connection does not exist', async () => {
    const call = await harness.call(org, 'script.run', { device: org.deviceId, script: 'restart-service' });
    const before = vendor.arrivals.length;
    const job = { connectionId: strangers.connectionId, ref: { job: 7 }, args: {} };
    expect(await port().poll(call, job)).toMatchObject({ kind: 'error', message: 'No such connection.' });
    expect(vendor.arrivals.length).toBe(before);
  });

  it('for a note without a visibility, or with an unknown one', async () => {
    const ticket = await ticketOf(org);
    for (const visibility of [undefined, 'default', 'Internal', '']) {
      const message = await refused('ticket.note.add', { ticket, note: note(visibility) });
      expect(message, String(visibility)).toContain('note.visibility');
    }
    expect(await refused('ticket.create', { client: org.clientId, title: 'x', note: note() })).toContain(
      'note.visibility',
    );
  });

  it('for a device that no connection in use knows, and for a capability that nothing offers', async () => {
    const lonely = newId();
    await database.withTenant(org.tenant, (db) =>
      db.device.create({ data: { orgId: org.tenant.orgId, id: lonely, name: 'LONELY' } }),
    );
    expect(await refused('device.status', { device: lonely })).toContain('is not known to "Our vendor"');
    expect(await refused('board.list', {})).toContain('none of the connections in use offers it');
    expect(await refused('made.up' as never, {}).catch((error: Error) => error.message)).toBeTruthy();
  });

  it('for a disabled connection', async () => {
    const status = (value: 'disabled' | 'healthy') =>
      database.withTenant(org.tenant, (db) =>
        db.connection.updateMany({ where: { id: org.connectionId }, data: { status: value } }),
      );
    await status('disabled');
    expect(await refused('device.status', { device: org.deviceId })).toContain('needs a connected RMM');
    await status('healthy');
  });

  it('for a mutation that the journal does not announce, that is settled, or whose time is over', async () => {
    const args = { client: org.clientId, title: 'x' };
    const setIntent = (path: string, data: object) =>
      database.withTenant(org.tenant, (db) => db.intent.updateMany({ where: { path }, data }));
    const before = mutations();
    const announced = await harness.call(org, 'ticket.create', args);
    expect(await port().call({ ...announced, path: 'elsewhere' })).toHaveProperty(
      'message',
      expect.stringContaining('not announced'),
    );
    const settled = await harness.call(org, 'ticket.create', args);
    await setIntent(settled.path, { outcome: 'unknown' });
    expect(await port().call(settled)).toMatchObject({ kind: 'error', maybeApplied: false });
    const late = await harness.call(org, 'ticket.create', args);
    await setIntent(late.path, { sendDeadline: new Date(Date.now() - 1) });
    expect(await port().call(late)).toMatchObject({ kind: 'error', maybeApplied: false });
    expect(mutations()).toBe(before);
  });

  it('from a read whose connector tries to change something', async () => {
    const before = mutations();
    const outcome = await port().call(await harness.call(org, 'device.events', { device: org.deviceId }));
    expect(outcome).toMatchObject({ kind: 'error', maybeApplied: false });
    expect(mutations()).toBe(before);
  });
});

describe('a script is not run on a machine that is not the one decided about', () => {
  const attempt = async (said: object | null) => {
    vendor.misbehave('/devices/d1', (_arrival, response) =>
      said === null
        ? response.writeHead(500).end()
        : response
            .writeHead(200, { 'content-type': 'application/json' })
            .end(JSON.stringify({ free: 1, said: '', ...said })),
    );
    const before = vendor.count('POST', '/devices/d1/run');
    const call = await harness.call(org, 'script.run', { device: org.deviceId, script: 'restart-service' });
    const outcome = await port().call(call);
    return { outcome, runs: vendor.count('POST', '/devices/d1/run') - before };
  };
  const setSerial = (serial: string | null) =>
    database.withTenant(org.tenant, (db) => db.device.updateMany({ where: { id: org.deviceId }, data: { serial } }));

  it('because the record was given to another customer', async () => {
    const { outcome, runs } = await attempt({ client: 'c2' });
    expect(outcome).toMatchObject({
      kind: 'error',
      maybeApplied: false,
      message: expect.stringContaining('another client'),
    });
    expect(runs).toBe(0);
  });

  it('because the record stands for another machine', async () => {
    await setSerial('SERIAL-A');
    const { outcome, runs } = await attempt({ serial: 'SERIAL-B' });
    expect(outcome).toMatchObject({
      kind: 'error',
      maybeApplied: false,
      message: expect.stringContaining('another machine'),
    });
    expect(runs).toBe(0);
    expect((await attempt({ serial: 'serial-a' })).runs).toBe(1);
    await setSerial(null);
  });

  describe('because it is not sure which one it is', () => {
    const facts = (serial: string | null, client: string) => ({ serial, client: { id: client, name: null } });
    let others: string;
    let secondId: string;
    beforeAll(async () => {
      const { orgId } = org.tenant;
      [others, secondId] = [newId(), newId()];
      await database.withTenant(org.tenant, async (db) => {
        const {
          id: _id,
          name: _name,
          ...row
        } = await db.connection.findFirstOrThrow({
          where: { id: org.connectionId },
        });
        const rest = { ...row, settings: {}, ingestSecretHash: new Uint8Array(32).fill(7) };
        await db.connection.create({ data: { ...rest, id: secondId, name: 'A second one', status: 'failing' } });
        await db.client.create({ data: { orgId, id: others, name: 'Globex' } });
        const connectionId = secondId;
        await db.clientIdentity.create({
          data: { orgId, clientId: others, connectionId, externalId: 'x1', name: 'Globex' },
        });
      });
    });
    afterEach(() => told(null, null));
    afterAll(() => database.withTenant(org.tenant, (db) => db.connection.deleteMany({ where: { id: secondId } })));
    const told = (first: object | null, second: object | null) =>
      database.withTenant(org.tenant, async (db) => {
        const { orgId } = org.tenant;
        const { deviceId, connectionId } = org;
        await db.deviceIdentity.updateMany({ where: { deviceId, connectionId }, data: { facts: first ?? {} } });
        await db.deviceIdentity.deleteMany({ where: { connectionId: secondId } });
        if (!second) return;
        await db.deviceIdentity.create({
          data: { orgId, deviceId, connectionId: secondId, externalId: 'd9', facts: second },
        });
      });

    it('two tools that could run it name different serial numbers', async () => {
      await told(facts('SERIAL-A', 'c1'), facts('SERIAL-B', 'c1'));
      const { outcome, runs } = await attempt({});
      expect(outcome).toMatchObject({
        kind: 'error',
        maybeApplied: false,
        message: expect.stringContaining('different serial numbers'),
      });
      expect(runs).toBe(0);
    });

    it('two tools that could run it list it under different clients', async () => {
      await told(facts('SERIAL-A', 'c1'), facts('serial-a ', 'x1'));
      const { outcome, runs } = await attempt({});
      expect(outcome).toMatchObject({ kind: 'error', message: expect.stringContaining('different clients') });
      expect(runs).toBe(0);
    });

    it('and it is run where they agree', async () => {
      await told(facts('SERIAL-A', 'c1'), facts('serial-a ', 'unknown there'));
      expect((await attempt({})).runs).toBe(1);
    });

    it('because the one that was decided about was merged into it since', async () => {
      const mergedId = newId();
      await database.withTenant(org.tenant, (db) =>
        db.device.create({
          data: { orgId: org.tenant.orgId, id: mergedId, name: 'DC01', mergedIntoId: org.deviceId },
        }),
      );
      const before = vendor.count('POST', '/devices/d1/run');
      const call = await harness.call(org, 'script.run', { device: mergedId, script: 'restart-service' });
      expect(await port().call(call)).toMatchObject({
        kind: 'error',
        maybeApplied: false,
        message: expect.stringContaining('was merged into "ACME-WS-014"'),
      });
      expect(vendor.count('POST', '/devices/d1/run')).toBe(before);
      // reading does no harm, and says what the machine is called now
      const read = await harness.call(org, 'device.status', { device: mergedId });
      expect(await port().call(read)).toMatchObject({ kind: 'done', output: { id: org.deviceId } });
    });
  });

  it('and not while the vendor cannot say', async () => {
    const { outcome, runs } = await attempt(null);
    expect(outcome).toMatchObject({ kind: 'error', maybeApplied: false, retryable: true });
    expect(runs).toBe(0);
  });
});

describe('when the vendor fails', () => {
  it('a mutation whose answer was lost is sent once, and said to be uncertain', async () => {
    vendor.misbehave('/tickets', (_arrival, _response, request) => request.socket.destroy());
    const before = vendor.count('POST', '/tickets');
    const call = await harness.call(org, 'ticket.create', { client: org.clientId, title: 'x' });
    expect(await port().call(call)).toMatchObject({ kind: 'error', maybeApplied: true });
    expect(vendor.count('POST', '/tickets')).toBe(before + 1);
  });

  it('a mutation is never repeated for 429, 500, 503 or silence, and only a plain "no" is certain', async () => {
    const cases: [status: number | null, maybeApplied: boolean][] = [
      [400, false],
      [403, false],
      [409, false],
      [429, false],
      [500, true],
      [503, true],
      [null, true],
    ];
    for (const [status, maybeApplied] of cases) {
      await database.withTenant(org.tenant, (db) => db.connectionGovernor.deleteMany({ where: {} }));
      vendor.misbehave('/tickets', (_arrival, response) => {
        if (status !== null) response.writeHead(status, { 'retry-after': '0' }).end('{"message":"no"}');
      });
      const before = vendor.count('POST', '/tickets');
      const call = await harness.call(org, 'ticket.create', { client: org.clientId, title: 'x' });
      expect(await port().call(call), String(status)).toMatchObject({ kind: 'error', maybeApplied });
      expect(vendor.count('POST', '/tickets'), String(status)).toBe(before + 1);
    }
  });

  it('no secret is in the error, the evidence, the health or the output, even if the vendor says it aloud', async () => {
    const base64 = Buffer.from(vendorKey).toString('base64');
    const said = (token: string | undefined) =>
      `${vendorKey}, ${encodeURIComponent(vendorKey)}, ${base64}, ${token?.slice(7)}`;
    vendor.misbehave('/devices/d1', ({ headers }, response) =>
      response
        .writeHead(401, { 'content-type': 'application/json' })
        .end(JSON.stringify({ message: said(headers.authorization) })),
    );
    const failed = await port().call(await harness.call(org, 'device.status', { device: org.deviceId }));
    expect(failed).toMatchObject({ kind: 'error', maybeApplied: false });
    vendor.misbehave('/devices/d1', ({ headers }, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ free: 1, said: said(headers.authorization) })),
    );
    const done = await port().call(await harness.call(org, 'device.status', { device: org.deviceId }));
    expect(done).toMatchObject({ kind: 'done' });
    const kept = await database.withTenant(org.tenant, async (db) => ({
      evidence: await db.evidence.findMany({}),
      connections: await db.connection.findMany({ select: { statusDetail: true, settings: true } }),
      tokens: (await db.connectionToken.findMany({})).map((row) => Buffer.from(row.value).toString('latin1')),
    }));
    const everything = JSON.stringify([failed, done, kept]);
    for (const secret of [vendorKey, base64, 'token-number-']) expect(everything).not.toContain(secret);
  });

  it('only its own connection is degraded, and recovers with the next success', async () => {
    const status = async (fixture: OrgFixture) =>
      (await database.withTenant(fixture.tenant, (db) => db.connection.findFirstOrThrow({}))).status;
    const read = async () => port().call(await harness.call(org, 'device.status', { device: org.deviceId }));
    vendor.misbehave('/devices/d1', (_arrival, response) => response.writeHead(500).end('{}'));
    await read();
    expect(await status(org)).toBe('degraded');
    expect(await status(strangers)).not.toBe('degraded');
    vendor.misbehave('/devices/d1', (_arrival, response) => response.writeHead(401).end('{}'));
    await read();
    expect(await status(org)).toBe('failing');
    vendor.restore();
    await read();
    expect(await status(org)).toBe('healthy');
  });

  it('a bug of a connector is a value too, and does not take the run down', async () => {
    const alertId = newId();
    await database.withTenant(org.tenant, (db) =>
      db.alert.create({
        data: {
          orgId: org.tenant.orgId,
          id: alertId,
          connectionId: org.connectionId,
          externalId: 'a1',
          fingerprint: 'f',
          kind: 'process.crash',
          severity: 'major',
          title: 'crash',
          message: '',
          raisedAt: new Date(),
        },
      }),
    );
    const outcome = await port().call(await harness.call(org, 'alert.read', { alert: alertId }));
    expect(outcome).toMatchObject({
      kind: 'error',
      retryable: false,
      message: expect.stringContaining('testvendor/all'),
    });
  });
});

describe('what is ours', () => {
  const away = new Error('Connection terminated unexpectedly');

  it('the database going away under a connector fails no step: it is thrown on, for the engine to wait out', async () => {
    const isGovernor = (text: string) => text.includes('connection_governor');
    const flaky = createBusHarness(
      {
        ...database,
        sqlWithTenant: (tenant, work) =>
          database.sqlWithTenant(tenant, (sql) =>
            work({
              query: (text, values) => (isGovernor(text) ? Promise.reject(away) : sql.query(text, values)),
            }),
          ),
      },
      harness.keyring,
    );
    const { capabilities } = flaky.bus;
    const before = mutations();
    const read = await harness.call(org, 'device.status', { device: org.deviceId });
    const write = await harness.call(org, 'script.run', { device: org.deviceId, script: 'restart-service' });
    for (const call of [read, write]) {
      const thrown = await capabilities.call(call).catch((error: unknown) => error);
      expect(isInfrastructureError(thrown), String(thrown)).toBe(true);
    }
    expect(mutations()).toBe(before);
    await flaky.bus.close();
  });

  it.each([-3_600_000, 3_600_000])(
    'a clock that is %i ms wrong neither holds a mutation back nor lets it leave late',
    async (wrongMs) => {
      const args = { client: org.clientId, title: 'x' };
      const intime = await harness.call(org, 'ticket.create', args);
      const late = await harness.call(org, 'ticket.create', args);
      await database.withTenant(org.tenant, (db) =>
        db.intent.updateMany({ where: { path: late.path }, data: { sendDeadline: new Date(Date.now() - 1) } }),
      );
      const before = mutations();
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + wrongMs });
      try {
        expect(await port().call(intime)).toMatchObject({ kind: 'done' });
        expect(await port().call(late)).toMatchObject({ kind: 'error', maybeApplied: false });
      } finally {
        vi.useRealTimers();
      }
      expect(mutations()).toBe(before + 1);
    },
  );
});

describe('after a crash', () => {
  const script = { script: 'restart-service' };

  /** it left, and whoever sent it is gone with the answer */
  const lose = async (capability: 'script.run' | 'ticket.note.add', args: Json) => {
    const call = await harness.call(org, capability, args);
    await port().call(call);
    return call;
  };

  it('a job is looked for by its tag: adopted when found, not found otherwise', async () => {
    const call = await lose('script.run', { device: org.deviceId, ...script });
    const path = `/find?tag=${encodeURIComponent(call.tag)}`;
    const answer = (body: object) =>
      vendor.misbehave(path, (_arrival, response) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      );
    const before = mutations();
    answer({ job: 7 });
    expect(await port().reconcile(call, new Date().toISOString())).toMatchObject({
      kind: 'started',
      job: { ref: { job: 7 } },
    });
    answer({ job: null });
    expect(await port().reconcile(call, new Date().toISOString())).toEqual({ kind: 'not-found' });
    expect(mutations()).toBe(before);
  });

  it('what was never about to leave is certain not to have happened, and nobody is asked', async () => {
    const arrived = vendor.arrivals.length;
    const call = await harness.call(org, 'script.run', { device: org.deviceId, ...script });
    expect(await port().reconcile(call, new Date().toISOString())).toEqual({ kind: 'not-sent' });
    await harness.setAutomation(org, 'reads-only');
    await port().call(call);
    expect(await port().reconcile(call, new Date().toISOString())).toEqual({ kind: 'not-sent' });
    expect(vendor.arrivals.length).toBe(arrived);
  });

  it('a vendor that cannot be asked is never taken for "it did not happen"', async () => {
    const ticket = await ticketOf(org);
    const call = await lose('ticket.note.add', { ticket, note: note('internal') });
    expect(await port().reconcile(call, new Date().toISOString())).toMatchObject({ kind: 'error', retryAfterMs: null });
    const lost = await lose('script.run', { device: org.deviceId, ...script });
    vendor.misbehave(`/find?tag=${encodeURIComponent(lost.tag)}`, (_arrival, response) =>
      response.writeHead(500).end(),
    );
    expect(await port().reconcile(lost, new Date().toISOString())).toMatchObject({
      kind: 'error',
      retryAfterMs: expect.any(Number),
    });
  });

  it('the waits cover the vendor’s lag', async () => {
    const of = { orgId: org.tenant.orgId, capability: 'script.run' };
    expect(await port().settleMs(of)).toBe(7_000);
    expect(await port().sendTimeoutMs(of)).toBeGreaterThanOrEqual(15_000);
  });
});
