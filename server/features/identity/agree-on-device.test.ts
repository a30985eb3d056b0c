import { describe, expect, it } from 'vitest';
import { type AgreedDevice, agreeOnDevice, type DeviceIdentityFacts, disagreementsOn } from './agree-on-device.ts';
import { addressesOf, agreeOnPerson } from './agree-on-person.ts';
import { readDeviceFacts, readPersonFacts } from './identity-facts.ts';

const current: AgreedDevice = {
  clientId: 'acme',
  name: 'WS-1',
  os: null,
  osFamily: null,
  role: 'other',
  serial: 'S1',
  macs: [],
  online: null,
  lastSeenAt: null,
  isGone: false,
};
const says = (connectionId: string, facts: object, rest: Partial<DeviceIdentityFacts> = {}): DeviceIdentityFacts => ({
  connectionId,
  externalId: connectionId,
  clientId: 'acme',
  facts: readDeviceFacts(facts),
  seenAt: new Date('2026-11-20T08:00:00Z'),
  isGone: false,
  ...rest,
});

describe('one device from several connections', () => {
  it('keeps a value while one of them still says it, whoever was asked last', () => {
    const both = [
      says('a', { name: 'WS-1' }),
      says('b', { name: 'OTHER' }, { seenAt: new Date('2026-11-20T09:00:00Z') }),
    ];
    expect(agreeOnDevice(current, both).name).toBe('WS-1');
    expect(agreeOnDevice(current, both.slice(1)).name).toBe('OTHER');
  });

  it('takes no word for no news: what nobody knows stays', () => {
    expect(agreeOnDevice(current, [says('a', {})])).toEqual(current);
  });

  it('asks who heard of it last whether it is on', () => {
    const device = agreeOnDevice(current, [
      says('a', { online: true, lastSeenAt: '2026-11-01T00:00:00Z' }, { seenAt: new Date('2026-11-20T09:00:00Z') }),
      says('b', { online: false, lastSeenAt: '2026-11-19T00:00:00Z' }),
    ]);
    expect(device).toMatchObject({ online: false, lastSeenAt: new Date('2026-11-19T00:00:00Z') });
  });

  it('is gone only when every connection lost it, and keeps what was known', () => {
    const gone = says('a', { name: 'X' }, { isGone: true });
    expect(agreeOnDevice(current, [gone])).toEqual({ ...current, isGone: true });
    expect(agreeOnDevice(current, [gone, says('b', {})]).isGone).toBe(false);
  });
});

describe('connections disagree', () => {
  it('about names, serial numbers and clients, and it is said who says what', () => {
    const found = disagreementsOn([
      says('a', { name: 'WS-1', serial: 'S1' }),
      says('b', { name: 'WS-2', serial: 's2' }, { clientId: 'globex' }),
    ]);
    expect(found.map(({ topic }) => topic)).toEqual(['names-differ', 'serials-differ', 'clients-differ']);
    expect(found[0]?.values).toEqual([
      { connectionId: 'a', externalId: 'a', value: 'WS-1' },
      { connectionId: 'b', externalId: 'b', value: 'WS-2' },
    ]);
  });

  it.each([
    ['WS-1', 'ws-1'],
    ['WS-1', 'ws-1.acme.local'],
    ['ACCOUNTING-PC-0', 'ACCOUNTING-PC-014'],
  ])('but not when "%s" and "%s" are one name written twice', (a, b) => {
    expect(disagreementsOn([says('a', { name: a }), says('b', { name: b })])).toEqual([]);
  });

  it('but not with a record that is gone', () => {
    expect(disagreementsOn([says('a', { name: 'A' }), says('b', { name: 'B' }, { isGone: true })])).toEqual([]);
  });
});

it('people are matched by their own addresses, never by the box of an office', () => {
  expect(addressesOf({ email: ' Dana@Acme.example', principalName: 'dana@acme.example' })).toEqual([
    'dana@acme.example',
  ]);
  expect(addressesOf({ email: 'info@acme.example', principalName: 'not an address' })).toEqual([]);
});

it('a person is active while one of the systems that list them says so', () => {
  const person = { clientId: null, name: 'Dana', email: null, isActive: true, isGone: false };
  const said = (isActive: boolean | null) => ({
    clientId: null,
    facts: readPersonFacts({ isActive }),
    seenAt: new Date(0),
    isGone: false,
  });
  expect(agreeOnPerson(person, [said(false), said(true)]).isActive).toBe(true);
  expect(agreeOnPerson(person, [said(false), said(null)]).isActive).toBe(false);
});
