// One device from what its connections say, and where they do not agree. Pure.
import { agree, distinct } from './agree.ts';
import type { DeviceFacts } from './identity-facts.ts';

export interface DeviceIdentityFacts {
  connectionId: string;
  externalId: string;
  /** our client, by the match of now; null when it is not known there */
  clientId: string | null;
  facts: DeviceFacts;
  seenAt: Date;
  isGone: boolean;
}

export interface AgreedDevice {
  clientId: string | null;
  name: string;
  os: string | null;
  osFamily: string | null;
  role: string;
  serial: string | null;
  macs: string[];
  online: boolean | null;
  lastSeenAt: Date | null;
  isGone: boolean;
}

export interface Disagreement {
  topic: 'names-differ' | 'serials-differ' | 'clients-differ';
  /** equal for the same situation */
  values: { connectionId: string; externalId: string; value: string }[];
}

export function agreeOnDevice(current: AgreedDevice, identities: DeviceIdentityFacts[]): AgreedDevice {
  const newest = identities.filter(({ isGone }) => !isGone).sort((a, b) => b.seenAt.getTime() - a.seenAt.getTime());
  if (newest.length === 0) return { ...current, isGone: identities.length > 0 };
  const said = <Key extends keyof DeviceFacts>(key: Key) => newest.map(({ facts }) => facts[key]);
  const kind = (key: 'role' | 'osFamily') => said(key).filter((value) => value !== 'other');
  const macs = newest.flatMap(({ facts }) => facts.macs);
  // who heard from it last knows best whether it is on
  const heard = newest
    .filter(({ facts }) => facts.online !== null)
    .sort((a, b) => timeOf(b.facts.lastSeenAt) - timeOf(a.facts.lastSeenAt))[0];
  const lastSeen = Math.max(...newest.map(({ facts }) => timeOf(facts.lastSeenAt)));
  return {
    clientId: agree(
      current.clientId,
      newest.map(({ clientId }) => clientId),
    ),
    name: agree(current.name, said('name')) ?? current.name,
    // "Windows 11 Pro 23H2" says more than a build number
    os: said('os').reduce((best, os) => ((os?.length ?? 0) > (best?.length ?? 0) ? os : best), null) ?? current.os,
    osFamily: agree(current.osFamily === 'other' ? null : current.osFamily, kind('osFamily')) ?? current.osFamily,
    role: agree(current.role === 'other' ? null : current.role, kind('role')) ?? current.role,
    serial: agree(current.serial, said('serial')),
    macs: macs.length > 0 ? [...new Set(macs)].sort() : current.macs,
    online: heard ? heard.facts.online : current.online,
    lastSeenAt: lastSeen > 0 ? new Date(lastSeen) : current.lastSeenAt,
    isGone: false,
  };
}

export function disagreementsOn(identities: DeviceIdentityFacts[]): Disagreement[] {
  const live = identities.filter(({ isGone }) => !isGone);
  const of = (
    topic: Disagreement['topic'],
    wordOf: (identity: DeviceIdentityFacts) => string | null,
    same: (a: string, b: string) => boolean,
  ): Disagreement[] => {
    const values = live.flatMap((identity) => {
      const value = wordOf(identity);
      return value ? [{ connectionId: identity.connectionId, externalId: identity.externalId, value }] : [];
    });
    return distinct(values, (a, b) => same(a.value, b.value)).length > 1 ? [{ topic, values }] : [];
  };
  return [
    ...of('names-differ', ({ facts }) => facts.name, isSameHost),
    ...of(
      'serials-differ',
      ({ facts }) => facts.serial,
      (a, b) => a.trim().toUpperCase() === b.trim().toUpperCase(),
    ),
    ...of(
      'clients-differ',
      ({ clientId }) => clientId,
      (a, b) => a === b,
    ),
  ];
}

const netBiosLength = 15;

/** "WS-014", "ws-014.acme.local" and what Windows cuts after 15 characters are one name. */
export function isSameHost(a: string, b: string): boolean {
  const [first, second] = [hostOf(a), hostOf(b)].sort((x, y) => x.length - y.length) as [string, string];
  return first === second || (first.length === netBiosLength && second.startsWith(first));
}
const hostOf = (name: string): string => {
  const plain = name.trim().toLowerCase();
  return plain.split('.')[0] || plain;
};

const timeOf = (at: string | null): number => (at ? Date.parse(at) || 0 : 0);
