import { expect, it } from 'vitest';
import { createPlaces, widthAfterOutage } from './places.ts';

const limits = {
  requestsPerMinute: 60,
  burst: 1,
  concurrency: 6,
  laneConcurrency: 2,
  timeoutMs: 1,
  maxResponseBytes: 1,
  visibilityLagMs: 0,
};

it('after an outage one at a time, then two, four, and as many as usual', () => {
  expect([0, 9_999, 10_000, 20_000, 30_000].map((ms) => widthAfterOutage(ms, 6))).toEqual([1, 1, 2, 4, null]);
  expect(widthAfterOutage(null, 6)).toBeNull();
});

it('lanes are counted apart, and those who wait in one leave the others their places', async () => {
  const places = createPlaces(limits);
  const running: string[] = [];
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const send = (lane: string | undefined, name: string) => {
    const work = () =>
      places.requests.run(async () => {
        running.push(name);
        await opened;
      });
    const semaphore = places.lane(lane);
    return semaphore ? semaphore.run(work) : work();
  };
  const all = [
    ...['t1', 't2', 't3', 't4', 't5'].map((name) => send('tickets', name)),
    send('notes', 'n1'),
    send(undefined, 'x1'),
  ];
  await Promise.resolve();
  expect(running).toEqual(['t1', 't2', 'n1', 'x1']);
  open();
  await Promise.all(all);
  expect(running).toHaveLength(7);
});

it('a vendor that does not count by kind has no lanes', () => {
  const { laneConcurrency: _lanes, ...plain } = limits;
  expect(createPlaces(plain).lane('tickets')).toBeNull();
});
