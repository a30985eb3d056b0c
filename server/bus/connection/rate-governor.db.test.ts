// The governor over a real database; several processes are several governors. The clock is the database's: a test
// moves what is stored instead of waiting.
import { beforeEach, describe, expect, it } from 'vitest';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
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
  const limits = { requestsPerMinute: 60, burst: 5 };
  processes = [1, 2, 3].map(() => createRateGovernor(database, { orgId, id, name: 'V' }, limits));
});

let asked = 0;
/** each ask goes to another process */
const any = (): RateGovernor => processes[asked++ % 3] as RateGovernor;
const refused = (maxWaitMs = 0) =>
  any()
    .takeTurn(maxWaitMs)
    .then(
      () => null,
      (error: ConnectorError) => error,
    );
const shift = (column: string, seconds: number) =>
  database.sqlWithTenant(tenant, (sql) =>
    sql.query(`UPDATE connection_governor SET ${column} = ${column} - make_interval(secs => $1::float8)`, [seconds]),
  );
const fail = async (times: number) => {
  for (let index = 0; index < times; index++) await any().report('failed', true);
};

describe('the rate', () => {
  it('a turn that was not used is somebody else’s, and never more than the burst', async () => {
    for (let index = 0; index < 5; index++) await any().takeTurn(0);
    expect(await refused()).not.toBeNull();
    await any().giveBack();
    expect(await refused()).toBeNull();
    for (let index = 0; index < 9; index++) await any().giveBack();
    for (let index = 0; index < 5; index++) expect(await refused()).toBeNull();
    expect(await refused()).not.toBeNull();
  });

  it('is kept by all processes together, however they race', async () => {
    const turns = await Promise.all(
      Array.from({ length: 40 }, () =>
        any()
          .takeTurn(0)
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
    for (let index = 0; index < 8; index++) waits.push((await any().takeTurn(60_000)).waitMs);
    expect(waits.slice(0, 5).every((wait) => wait === 0)).toBe(true);
    expect(waits[5]).toBeGreaterThan(500);
    expect(waits[7]).toBeGreaterThan(waits[5] ?? 0);
    expect((await refused(1_000))?.kind).toBe('rate-limited');
  });

  it('comes back with time, and never more than the burst', async () => {
    for (let index = 0; index < 5; index++) await any().takeTurn(0);
    expect((await refused())?.retryAfterMs).toBeGreaterThan(0);
    await shift('refilled_at', 3_600);
    const turns = await Promise.all(
      Array.from({ length: 20 }, () =>
        any()
          .takeTurn(0)
          .then(
            () => 1,
            () => 0,
          ),
      ),
    );
    expect(turns.filter(Boolean).length).toBeLessThanOrEqual(7);
  });

  it('stops for as long as the vendor asked, for every process', async () => {
    await any().takeTurn(0);
    await any().report({ throttledMs: 30_000 }, false);
    const error = await refused();
    expect(error).toMatchObject({ kind: 'rate-limited', maybeApplied: false });
    expect(error?.retryAfterMs).toBeGreaterThan(25_000);
    await any().report({ throttledMs: 1_000 }, false);
    expect((await refused())?.retryAfterMs).toBeGreaterThan(25_000);
    await shift('blocked_till', 31);
    expect(await refused()).toBeNull();
  });
});

describe('the circuit', () => {
  beforeEach(() => any().takeTurn(0));

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
      await any().report('answered', true);
    }
    expect(await refused()).toBeNull();
  });

  it('lets one request try whether the vendor is back, and closes when it is', async () => {
    await fail(5);
    await shift('open_till', 31);
    const tries = await Promise.all(
      Array.from({ length: 10 }, () =>
        any()
          .takeTurn(0)
          .then(
            () => 1,
            () => 0,
          ),
      ),
    );
    expect(tries.filter(Boolean)).toHaveLength(1);
    await any().report('answered', true);
    expect(await refused()).toBeNull();
  });

  it('stays open longer when the try fails too', async () => {
    await fail(5);
    const first = (await refused())?.retryAfterMs ?? 0;
    await shift('open_till', 31);
    await any().takeTurn(0);
    await fail(1);
    expect((await refused())?.retryAfterMs).toBeGreaterThan(first + 20_000);
    await fail(30);
    expect((await refused())?.retryAfterMs).toBeLessThanOrEqual(300_000);
  });
});

it('a refusal is always a ConnectorError that left nothing behind at the vendor', async () => {
  for (let index = 0; index < 5; index++) await any().takeTurn(0);
  expect(await refused()).toBeInstanceOf(ConnectorError);
});
