// Rows in a real database; the vendor is a list of words that the test changes. How the bus hands them on is in server/bus/connection/lend.db.test.ts.
import { beforeEach, describe, expect, it } from 'vitest';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { checkMapping } from './check-mapping.ts';
import type { MappingDeps } from './mapping-deps.ts';
import { readMapping } from './read-mapping.ts';
import { refreshDueMappings, refreshMapping } from './refresh-mapping.ts';
import { saveMapping } from './save-mapping.ts';
import { suggestMapping } from './suggest-mapping.ts';
import { changeStatus, type VendorOfWords, vendorOfWords } from './testing/vendor-of-words.ts';
import { VendorWords } from './vendor-words.ts';

const database = testDatabase();
let tenant: TenantContext;
let connectionId: string;
let vendor: VendorOfWords;
let deps: MappingDeps;
let now: Date;

beforeEach(async () => {
  tenant = await createTestOrg(database);
  connectionId = await addConnection(tenant);
  vendor = vendorOfWords();
  now = new Date('2026-11-20T10:00:00Z');
  deps = { database, words: new VendorWords({ source: vendor, now: () => now }), now: () => now };
});

async function addConnection(of: TenantContext): Promise<string> {
  const id = newId();
  const secret = new Uint8Array(32);
  await database.withTenant(of, (db) =>
    db.connection.create({
      data: {
        orgId: of.orgId,
        id,
        connector: 'some/psa',
        name: 'PSA',
        status: 'healthy',
        ingestSecret: secret,
        ingestSecretHash: secret,
      },
    }),
  );
  return id;
}

const section = async (kind: 'status' | 'priority' | 'category') => {
  const view = await readMapping(tenant, { connectionId }, deps);
  const found = view.sections.find((one) => one.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found;
};
const statusRow = async (word: string, board: string | null = 'b1') =>
  (await section('status')).rows.find((row) => row.word === word && (row.board?.id ?? null) === board);
const save = (word: string, valueId: string | null, board: string | null = 'b1') =>
  saveMapping(tenant, { connectionId, rows: [{ kind: 'status', word, board, valueId }] }, deps);
const audits = (action: string) =>
  database.withTenant(tenant, (db) => db.auditEntry.findMany({ where: { action }, orderBy: { id: 'asc' } }));
const version = async () =>
  (await database.withTenant(tenant, (db) => db.connection.findFirstOrThrow({ where: { id: connectionId } })))
    .mappingVersion;
const refreshed = () => refreshMapping(tenant, connectionId, deps);

describe('reading', () => {
  it('lists every word of ours on every board that has values of its own, with what we would choose and why', async () => {
    const status = await section('status');
    expect(status.boards.map(({ name }) => name)).toEqual(['Service Desk', 'Projects']);
    expect(status.rows).toHaveLength(12);
    expect(status.counts).toEqual({ confirmed: 0, suggested: 0, missing: 0, open: 12 });
    const row = await statusRow('in-progress');
    expect(row).toMatchObject({ title: 'In progress', state: 'open', value: null, isUsed: false });
    expect(row?.suggestions).toEqual([
      { id: '12', name: 'In Progress', confidence: 0.99, reason: 'It is called the same.' },
    ]);
    expect(await section('priority')).toMatchObject({ boards: [], isReadable: true });
    // what the vendor does not use any more is no choice
    expect((await section('category')).values.map(({ name }) => name)).toEqual(['Printer', 'Email']);
  });

  it('asks the vendor once a minute, however often the page is looked at', async () => {
    await section('status');
    await section('status');
    expect(vendor.asked).toBe(1);
    now = new Date(now.getTime() + 61_000);
    await section('status');
    expect(vendor.asked).toBe(2);
  });

  it('says why a list cannot be read, and shows what is stored beside it', async () => {
    await refreshed();
    const why = 'The API member lacks "Service Desk > Priority: Inquire".';
    vendor.words = { ...vendor.words, priorities: { isReadable: false, why } };
    now = new Date(now.getTime() + 61_000);
    const priority = await section('priority');
    expect(priority).toMatchObject({ isReadable: false, why, values: [] });
    expect(priority.rows.map(({ word, value }) => [word, value?.name])).toEqual([
      ['critical', 'Urgent'],
      ['high', 'High'],
      ['medium', 'Normal'],
      ['low', 'Low'],
    ]);
  });
});

describe('suggestions', () => {
  it('that are sure are kept and used; the others are left to a person', async () => {
    await refreshed();
    expect(await statusRow('waiting-customer')).toMatchObject({
      state: 'suggested',
      isUsed: true,
      value: { id: '13', name: 'Waiting Client' },
    });
    expect(await statusRow('waiting-vendor')).toMatchObject({ state: 'open', isUsed: false, value: null });
    expect(await statusRow('in-progress', 'b2')).toMatchObject({ state: 'open' });
    expect(await statusRow('new', 'b2')).toMatchObject({ value: { name: 'Open' } });
    expect(await version()).toBe(1);
    await refreshed();
    expect(await version(), 'nothing changed').toBe(1);
    expect(await audits('suggest-mapping')).toHaveLength(1);
  });

  it('never touch what a person chose, nor what a person left empty on purpose', async () => {
    await save('in-progress', '13');
    await save('closed', null);
    await refreshed();
    await suggestMapping(tenant, { connectionId }, deps);
    expect(await statusRow('in-progress')).toMatchObject({ state: 'confirmed', value: { id: '13' } });
    expect(await statusRow('closed')).toMatchObject({ state: 'open', value: null });
  });
});

describe('saving', () => {
  it('keeps the choice with its name, tells other processes, and leaves an audit entry that says what', async () => {
    expect(await save('waiting-vendor', '13')).toEqual({ confirmed: 1, removed: 0 });
    expect(await statusRow('waiting-vendor')).toMatchObject({
      state: 'confirmed',
      isUsed: true,
      board: { id: 'b1', name: 'Service Desk' },
      value: { id: '13', name: 'Waiting Client' },
    });
    expect(await version()).toBe(1);
    const [entry] = await audits('save-mapping');
    expect(entry?.detail).toMatchObject({ changes: 'status waiting-vendor: Waiting Client', connection: 'PSA' });
  });

  it('refuses a value that is not there, is of another board, or a word that is not ours; nothing is saved then', async () => {
    const wrong: [word: string, value: string, board: string | null, says: string][] = [
      ['new', '99', 'b1', 'not at the vendor any more'],
      ['new', '21', 'b1', 'not at the vendor any more'],
      ['new', '11', 'b9', 'no values of its own'],
      ['new', '11', null, 'not at the vendor any more'],
      ['someday', '11', 'b1', 'not a word of ours'],
    ];
    for (const [word, value, board, says] of wrong) {
      await expect(save(word, value, board)).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        message: expect.stringContaining(says),
      });
    }
    expect((await section('status')).counts.open).toBe(12);
  });

  it('of another org is not found', async () => {
    const stranger = await createTestOrg(database);
    const input = { connectionId, rows: [{ kind: 'status' as const, word: 'new', board: 'b1', valueId: '11' }] };
    await expect(saveMapping(stranger, input, deps)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(readMapping(stranger, { connectionId }, deps)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(checkMapping(stranger, { connectionId }, deps)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(vendor.asked).toBe(0);
  });
});

describe('a value that changed at the vendor', () => {
  beforeEach(() => save('in-progress', '12'));

  it('turns to missing when it is gone: shown, audited, not used, and not replaced', async () => {
    changeStatus(vendor, '12', null);
    expect(await checkMapping(tenant, { connectionId }, deps)).toEqual({ checked: 1, missing: 1, found: 0 });
    await refreshed();
    await suggestMapping(tenant, { connectionId }, deps);
    expect(await statusRow('in-progress')).toMatchObject({
      state: 'missing',
      isUsed: false,
      value: { id: '12', name: 'In Progress' },
      problem: '"In Progress" is not at the vendor any more.',
    });
    const [entry] = await audits('check-mapping');
    expect(entry?.detail).toMatchObject({ missing: 1, changes: expect.stringContaining('In Progress') });
    expect(await audits('check-mapping')).toHaveLength(1);
  });

  it('turns to missing when it is renamed, keeps its id, and is good again once a person says so', async () => {
    changeStatus(vendor, '12', 'Working on it');
    await checkMapping(tenant, { connectionId }, deps);
    expect(await statusRow('in-progress')).toMatchObject({
      state: 'missing',
      value: { id: '12', name: 'In Progress' },
      problem: '"In Progress" is called "Working on it" now.',
    });
    await save('in-progress', '12');
    expect(await statusRow('in-progress')).toMatchObject({ state: 'confirmed', value: { name: 'Working on it' } });
  });

  it('is what it was once it is back under its name', async () => {
    changeStatus(vendor, '12', 'Oops');
    await checkMapping(tenant, { connectionId }, deps);
    changeStatus(vendor, '12', 'In Progress');
    expect(await checkMapping(tenant, { connectionId }, deps)).toEqual({ checked: 1, missing: 0, found: 1 });
    expect(await statusRow('in-progress')).toMatchObject({ state: 'confirmed', problem: null });
  });

  it('is left alone when the list cannot be read or comes back empty', async () => {
    for (const statuses of [
      { isReadable: false as const, why: 'The vendor is away.' },
      { isReadable: true as const, items: [] },
    ]) {
      vendor.words = { ...vendor.words, statuses };
      expect(await checkMapping(tenant, { connectionId }, deps)).toEqual({ checked: 0, missing: 0, found: 0 });
    }
    vendor.words = { ...vendor.words, statuses: { isReadable: false, why: 'The vendor is away.' } };
    now = new Date(now.getTime() + 61_000);
    expect(await statusRow('in-progress')).toMatchObject({ state: 'confirmed', value: { name: 'In Progress' } });
  });
});

describe('copies of tickets', () => {
  const addTicket = (externalId: string, status: string, statusId: string | null, isClosed = false) =>
    database.withTenant(tenant, (db) =>
      db.ticket.create({
        data: {
          orgId: tenant.orgId,
          connectionId,
          externalId,
          title: externalId,
          status,
          statusId,
          boardId: 'b1',
          isClosed,
        },
      }),
    );
  const stages = async () =>
    Object.fromEntries(
      (await database.withTenant(tenant, (db) => db.ticket.findMany({ where: { orgId: tenant.orgId } }))).map(
        ({ externalId, stage }) => [externalId, stage],
      ),
    );

  it('follow the mapping when it changes, and what names tell where it says nothing', async () => {
    await addTicket('mapped', 'Phase 9', '13');
    await addTicket('by name', 'In Progress', null);
    await addTicket('closed', 'Gone', '77', true);
    await addTicket('unknown', 'Phase 9', '78');
    await save('waiting-vendor', '13');
    const expected = { mapped: 'waiting-vendor', 'by name': 'in-progress', closed: 'closed', unknown: null };
    expect(await stages()).toEqual(expected);
    await save('waiting-vendor', null);
    expect(await stages()).toEqual({ ...expected, mapped: null });
  });
});

describe('every few hours', () => {
  it('each connection is looked at once per turn, whoever asks, and a dead one delays nobody', async () => {
    const other = await createTestOrg(database);
    await addConnection(other);
    const failed: unknown[] = [];
    const source = {
      ticketWords: (of: TenantContext) =>
        of.orgId === other.orgId ? Promise.reject(new Error('dead')) : vendor.ticketWords(of, connectionId),
    };
    const words = new VendorWords({ source, now: () => now });
    const orgIds = [other.orgId, tenant.orgId];
    const round = () => refreshDueMappings({ ...deps, words, orgIds, onError: (error) => failed.push(error) });
    expect(await Promise.all([round(), round()]).then(([a = 0, b = 0]) => a + b)).toBe(2);
    expect(await round()).toBe(0);
    expect(failed).toHaveLength(1);
    expect((await section('status')).counts.suggested).toBeGreaterThan(0);
  });
});
