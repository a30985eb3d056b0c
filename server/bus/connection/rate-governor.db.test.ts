// The governor over a real database; several processes are several governors. The clock is the database's: a test
// moves what is stored instead of waiting.
import { beforeEach, describe, expect, it } from 'vitest';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { readPaceRow } from './governor.repository.ts';
import { createRateGovernor, type RateGovernor } from './rate-governor.ts';

const database = testDatabase();
let tenant: TenantContext;
let id: string;
let processes: RateGovernor[];

beforeEach(async () => {
  tenant = await createTestOrg(database);
  id = newId();
  const { orgId } = tenant;
  await database.withTenant(tenant, (db) =>
    db.connection.create({
      data: {
        orgId,
        id,
        connector: 'x/y',
        name: 'V',
        ingestSecret: new Uint8Array(1),
        ingestSecretHash: new Uint8Array(1),
      },
    }),
  );
  processes = [1, 2, 3].map(() => governorOf(orgId, id));
});

const host = 'api.vendor.example';
const governorOf = (
  orgId: string,
  connectionId: string,
  shared?: 'address',
  connector = 'x/y',
  limits = { requestsPerMinute: 60, burst: 5 },
) =>
  createRateGovernor(
    database,
    { orgId, id: connectionId, name: 'V', connector },
    { ...limits, ...(shared ? { shared } : {}) },
  );

let asked = 0;
/** each ask goes to another process */
const any = (): RateGovernor => processes[asked++ % 3] as RateGovernor;
const refused = (maxWaitMs = 0) =>
  any()
    .takeTurn(maxWaitMs, host)
    .then(
      () => null,
      (error: ConnectorError) => error,
    );
const shift = (column: string, seconds: number) =>
  database.sqlWithTenant(tenant, (sql) =>
    sql.query(`UPDATE connection_governor SET ${column} = ${column} - make_interval(secs => $1::float8)`, [seconds]),
  );
const fail = async (times: number) => {
  for (let index = 0; index < times; index++) await any().report('failed', true, host);
};

describe('the rate', () => {
  it('a turn that was not used is somebody else’s, and never more than the burst', async () => {
    for (let index = 0; index < 5; index++) await any().takeTurn(0, host);
    expect(await refused()).not.toBeNull();
    await any().giveBack(host);
    expect(await refused()).toBeNull();
    for (let index = 0; index < 9; index++) await any().giveBack(host);
    for (let index = 0; index < 5; index++) expect(await refused()).toBeNull();
    expect(await refused()).not.toBeNull();
  });

  it('is kept by all processes together, however they race', async () => {
    const turns = await Promise.all(
      Array.from({ length: 40 }, () =>
        any()
          .takeTurn(0, host)
          .then(
            () => 1,
            () => 0,
          ),
      ),
    );
    const given = turns.reduce<number>((sum, turn) => sum + turn, 0);
    // a slow machine may have earned a turn meanwhile
    expect(given).toBeGreaterThanOrEqual(5);
    expect(given).toBeLessThanOrEqual(7);
  });

  it('gives places in a queue instead of refusing, as long as the wait is bearable', async () => {
    const waits: number[] = [];
    for (let index = 0; index < 8; index++) waits.push((await any().takeTurn(60_000, host)).waitMs);
    expect(waits.slice(0, 5).every((wait) => wait === 0)).toBe(true);
    expect(waits[5]).toBeGreaterThan(500);
    expect(waits[7]).toBeGreaterThan(waits[5] ?? 0);
    expect((await refused(1_000))?.kind).toBe('rate-limited');
  });

  it('comes back with time, and never more than the burst', async () => {
    for (let index = 0; index < 5; index++) await any().takeTurn(0, host);
    expect((await refused())?.retryAfterMs).toBeGreaterThan(0);
    await shift('refilled_at', 3_600);
    const turns = await Promise.all(
      Array.from({ length: 20 }, () =>
        any()
          .takeTurn(0, host)
          .then(
            () => 1,
            () => 0,
          ),
      ),
    );
    expect(turns.filter(Boolean).length).toBeLessThanOrEqual(7);
  });

  it('stops for as long as the vendor asked, for every process', async () => {
    await any().takeTurn(0, host);
    await any().report({ throttledMs: 30_000 }, false, host);
    const error = await refused();
    expect(error).toMatchObject({ kind: 'rate-limited', maybeApplied: false });
    expect(error?.retryAfterMs).toBeGreaterThan(25_000);
    await any().report({ throttledMs: 1_000 }, false, host);
    expect((await refused())?.retryAfterMs).toBeGreaterThan(25_000);
    await shift('blocked_till', 31);
    expect(await refused()).toBeNull();
  });
});

describe('the circuit', () => {
  beforeEach(() => any().takeTurn(0, host));

  it('opens after five failures in a row, for every process, and says until when', async () => {
    await fail(4);
    expect(await refused()).toBeNull();
    await fail(1);
    const error = await refused();
    expect(error).toMatchObject({ kind: 'unavailable', maybeApplied: false, retryable: true });
    expect(error?.retryAfterMs).toBeGreaterThan(25_000);
  });

  it('counts failures in a row only', async () => {
    for (let round = 0; round < 5; round++) {
      await fail(4);
      await any().report('answered', true, host);
    }
    expect(await refused()).toBeNull();
  });

  it('lets one request try whether the vendor is back, and closes when it is', async () => {
    await fail(5);
    await shift('open_till', 31);
    const tries = await Promise.all(
      Array.from({ length: 10 }, () =>
        any()
          .takeTurn(0, host)
          .then(
            () => 1,
            () => 0,
          ),
      ),
    );
    expect(tries.filter(Boolean)).toHaveLength(1);
    await any().report('answered', true, host);
    expect(await refused()).toBeNull();
  });

  it('stays open longer when the try fails too', async () => {
    await fail(5);
    const first = (await refused())?.retryAfterMs ?? 0;
    await shift('open_till', 31);
    await any().takeTurn(0, host);
    await fail(1);
    expect((await refused())?.retryAfterMs).toBeGreaterThan(first + 20_000);
    await fail(30);
    expect((await refused())?.retryAfterMs).toBeLessThanOrEqual(300_000);
  });
});

describe('the pace', () => {
  const paceOf = async () => {
    const row = await database.sqlWithTenant(tenant, (sql) => readPaceRow(sql, [tenant.orgId, id]));
    return Math.round((row?.pace ?? 1) * 100) / 100;
  };
  it('falls by half when the vendor throttles, once for all that were under way, and comes back with time', async () => {
    await any().takeTurn(0, host);
    expect(await paceOf()).toBe(1);
    for (let index = 0; index < 4; index++) await any().report({ throttledMs: 1_000 }, false, host);
    expect(await paceOf()).toBe(0.5);
    await shift('paced_at', 6);
    await any().report({ throttledMs: 1_000 }, false, host);
    expect(await paceOf()).toBeCloseTo(0.25, 1);
    for (let index = 0; index < 9; index++) {
      await shift('paced_at', 6);
      await any().report({ throttledMs: 1_000 }, false, host);
    }
    expect(await paceOf()).toBeGreaterThanOrEqual(0.1);
    await shift('paced_at', 600);
    expect(await paceOf()).toBe(1);
  });

  it('what waited out a block does not leave in a burst', async () => {
    await any().takeTurn(0, host);
    await any().report({ throttledMs: 30_000 }, false, host);
    await shift('blocked_till', 31);
    await shift('refilled_at', 31);
    expect(await refused()).toBeNull();
    expect((await refused())?.kind).toBe('rate-limited');
  });

  it('after an outage it begins slowly, and says since when', async () => {
    await any().takeTurn(0, host);
    expect((await any().takeTurn(0, host)).recoveringMs).toBeNull();
    await fail(5);
    await shift('open_till', 31);
    await any().takeTurn(0, host);
    await any().report('answered', true, host);
    expect(await paceOf()).toBeCloseTo(0.25, 1);
    expect((await any().takeTurn(60_000, host)).recoveringMs).toBeLessThan(5_000);
    expect((await refused())?.kind).toBe('rate-limited');
  });

  it('the gauge counts the last minute, and what was given back was not used', async () => {
    for (let index = 0; index < 4; index++) await any().takeTurn(0, host);
    await any().giveBack(host);
    const used = () => database.sqlWithTenant(tenant, (sql) => readPaceRow(sql, [tenant.orgId, id]));
    expect((await used())?.used).toBe(3);
    await shift('minute_at', 90);
    const half = (await used())?.used ?? 0;
    expect(half).toBeGreaterThan(1);
    expect(half).toBeLessThan(2);
    await any().takeTurn(60_000, host);
    expect((await used())?.used).toBeGreaterThan(2);
    await shift('minute_at', 300);
    expect((await used())?.used).toBe(0);
  });
});

describe('an allowance that the address shares', () => {
  const shared = async (orgs: number, connector = `x/${newId()}`) => {
    const governors: RateGovernor[] = [];
    for (let index = 0; index < orgs; index++) {
      const other = await createTestOrg(database);
      const connectionId = newId();
      await database.withTenant(other, (db) =>
        db.connection.create({
          data: {
            orgId: other.orgId,
            id: connectionId,
            connector,
            name: 'V',
            ingestSecret: new Uint8Array(1),
            ingestSecretHash: new Uint8Array(1),
          },
        }),
      );
      governors.push(governorOf(other.orgId, connectionId, 'address', connector));
    }
    return governors;
  };
  const taken = async (governors: RateGovernor[], times: number, at = host) => {
    let given = 0;
    for (let index = 0; index < times; index++) {
      for (const governor of governors) {
        given += await governor.takeTurn(0, at).then(
          () => 1,
          () => 0,
        );
      }
    }
    return given;
  };

  it('is one for all orgs, however many', async () => {
    const given = await taken(await shared(4), 5);
    expect(given).toBeGreaterThanOrEqual(5);
    expect(given).toBeLessThanOrEqual(7);
  });

  it('is one of all hosts of a vendor, and another one of another vendor’s or somebody’s own server', async () => {
    const [one, other] = (await shared(2)) as [RateGovernor, RateGovernor];
    expect(await taken([one], 5, 'acme.vendor.example')).toBe(5);
    expect(await taken([other], 1, 'beta.vendor.example')).toBe(0);
    expect(await taken([other], 3, 'psa.somebody.example')).toBe(3);
    expect(await taken([other], 1, '203.0.113.7')).toBe(1);
  });

  it('a throttled org stops the others for a minute at most, and only those at the same vendor', async () => {
    const [one, other] = (await shared(2)) as [RateGovernor, RateGovernor];
    await one.takeTurn(0, host);
    await one.report({ throttledMs: 3_600_000 }, false, host);
    const error = await other.takeTurn(0, host).then(
      () => null,
      (reason: ConnectorError) => reason,
    );
    expect(error?.retryAfterMs).toBeLessThanOrEqual(60_000);
    expect(await taken([other], 1, 'psa.somebody.example')).toBe(1);
  });

  it('a turn that the address refuses is not lost to the connection', async () => {
    const [one, other] = (await shared(2)) as [RateGovernor, RateGovernor];
    expect(await taken([one], 5)).toBe(5);
    expect(await taken([other], 20)).toBeLessThanOrEqual(2);
    expect(await taken([other], 4, 'psa.somebody.example')).toBe(4);
  });
});

it('a refusal is always a ConnectorError that left nothing behind at the vendor', async () => {
  for (let index = 0; index < 5; index++) await any().takeTurn(0, host);
  expect(await refused()).toBeInstanceOf(ConnectorError);
});
