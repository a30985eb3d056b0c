import { expect, it } from 'vitest';
import { incidentFilterOf } from './incident-filter.ts';

const read = (search: string) => {
  const params = new URLSearchParams(search);
  return incidentFilterOf((key) => params.get(key) ?? undefined);
};

it('opens with what is active', () => expect(read('')).toEqual({ view: 'active' }));

it('takes what it knows and drops what somebody typed', () => {
  const clientId = '0197a5a0-0000-7000-8000-000000000001';
  expect(read(`view=all&status=open&severity=critical&client=${clientId}&q=%20disk%20`)).toEqual({
    view: 'all',
    status: 'open',
    severity: 'critical',
    clientId,
    q: 'disk',
  });
  expect(read('view=x&status=broken&severity=9&client=1&q=')).toEqual({ view: 'active' });
});
