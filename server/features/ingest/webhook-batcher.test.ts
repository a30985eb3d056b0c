import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Delivery, type Stored, WebhookBatcher } from './webhook-batcher.ts';

const delivery = (orgId: string, dedupeKey: string): Delivery => ({
  route: { orgId, connectionId: `c-${orgId}`, connector: 'x/y' },
  dedupeKey,
  headers: {},
  body: new Uint8Array(),
});
const pgError = (code: string) => Object.assign(new Error(code), { code });

/** A store that answers when the test says so. */
function heldStore() {
  const calls: { orgId: string; keys: string[]; commit(): void; fail(error: Error): void }[] = [];
  const store = (orgId: string, deliveries: Delivery[]) =>
    new Promise<Stored[]>((resolve, reject) => {
      calls.push({
        orgId,
        keys: deliveries.map((one) => one.dedupeKey),
        commit: () => resolve(deliveries.map(() => 'new')),
        fail: reject,
      });
    });
  return { calls, store };
}

describe('a batch', () => {
  it('answers nobody before the commit, and everybody after it', async () => {
    const { calls, store } = heldStore();
    const batcher = new WebhookBatcher({ store });
    let answered = 0;
    const all = ['a', 'b', 'c'].map((key) => batcher.store(delivery('o', key)).then(() => answered++));
    await expect.poll(() => calls.length).toBe(1);
    for (let turns = 0; turns < 20; turns++) await turn();
    expect(answered).toBe(0);
    calls[0]?.commit();
    await Promise.all(all);
    expect(calls[0]?.keys).toEqual(['a', 'b', 'c']);
  });

  it('never mixes orgs', async () => {
    const { calls, store } = heldStore();
    const batcher = new WebhookBatcher({ store });
    const all = ['o1', 'o2', 'o1'].map((org, index) => batcher.store(delivery(org, `${index}`)));
    await expect.poll(() => calls.length).toBe(2);
    for (const call of calls) call.commit();
    await Promise.all(all);
    expect(calls.map((call) => [call.orgId, call.keys])).toEqual([
      ['o1', ['0', '2']],
      ['o2', ['1']],
    ]);
  });

  it('serves an org with little between the batches of one with much', async () => {
    const { calls, store } = heldStore();
    const batcher = new WebhookBatcher({ store, maxRows: 10, maxInFlight: 1 });
    const all = Array.from({ length: 35 }, (_, index) => batcher.store(delivery('noisy', `${index}`)));
    all.push(batcher.store(delivery('quiet', 'q')));
    for (let call = 0; call < 5; call++) {
      await expect.poll(() => calls.length).toBe(call + 1);
      calls[call]?.commit();
    }
    await Promise.all(all);
    expect(calls.map((call) => call.orgId)).toEqual(['noisy', 'quiet', 'noisy', 'noisy', 'noisy']);
  });

  it('stores the same key once and says "duplicate" to the others', async () => {
    const { calls, store } = heldStore();
    const batcher = new WebhookBatcher({ store });
    const all = Array.from({ length: 20 }, () => batcher.store(delivery('o', 'same')));
    await expect.poll(() => calls.length).toBe(1);
    calls[0]?.commit();
    expect((await Promise.all(all)).sort()).toEqual([...Array(19).fill('duplicate'), 'new']);
    expect(calls[0]?.keys).toEqual(['same']);
  });

  it('with one bad row refuses that row and stores the others', async () => {
    const store = async (_org: string, deliveries: Delivery[]): Promise<Stored[]> => {
      if (deliveries.some((one) => one.dedupeKey === 'bad')) throw pgError('22021');
      return deliveries.map(() => 'new');
    };
    const batcher = new WebhookBatcher({ store });
    const all = ['a', 'bad', 'c'].map((key) => batcher.store(delivery('o', key)));
    const outcomes = (await Promise.allSettled(all)).map((one) => one.status);
    expect(outcomes).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('that the database cannot take is refused as a whole, duplicates within it too', async () => {
    const { calls, store } = heldStore();
    const batcher = new WebhookBatcher({ store });
    const all = ['a', 'a', 'b'].map((key) => batcher.store(delivery('o', key)));
    await expect.poll(() => calls.length).toBe(1);
    calls[0]?.fail(pgError('57P01'));
    expect((await Promise.allSettled(all)).map((one) => one.status)).toEqual(Array(3).fill('rejected'));
    expect(calls).toHaveLength(1);
  });

  it('is bounded: what would pile up in memory is told to come again', async () => {
    const { calls, store } = heldStore();
    const batcher = new WebhookBatcher({ store, maxWaiting: 5, maxInFlight: 1, maxRows: 1 });
    const all = Array.from({ length: 7 }, (_, index) => batcher.store(delivery('o', `${index}`)));
    await expect(all[5]).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(all[6]).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    for (let call = 0; call < 5; call++) {
      await expect.poll(() => calls.length).toBe(call + 1);
      calls[call]?.commit();
    }
    expect(await Promise.all(all.slice(0, 5))).toHaveLength(5);
  });
});
