import { expect, it } from 'vitest';
import { clocksInput, ticketFilterOf } from './ticket-filter.ts';

const read = (search: string) => {
  const params = new URLSearchParams(search);
  return ticketFilterOf((key) => params.get(key) ?? undefined);
};

it('only what is known is taken from an address', () => {
  expect(read('view=all&clock=late&q= vpn ')).toEqual({ view: 'all', clock: 'late', q: 'vpn' });
  expect(read('view=mine&clock=yesterday&q=%20')).toEqual({ view: 'active', clock: undefined, q: undefined });
});

it('without a filter only the counts are asked for', () => {
  expect(clocksInput(read('clock=stale'))).toEqual({ view: 'stale', limit: 200 });
  expect(clocksInput(read('q=vpn'))).toEqual({ view: 'all', limit: 1, q: 'vpn' });
});
