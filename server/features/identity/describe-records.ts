// What a vendor's record says, as label and value for a person to compare.
import type { DeviceFacts, PersonFacts } from './identity-facts.ts';

type Line = { label: string; value: string };

const lines = (entries: [string, string | null | undefined][]): Line[] =>
  entries.flatMap(([label, value]) => (value ? [{ label, value }] : []));

export const describeDeviceFacts = (facts: DeviceFacts): Line[] =>
  lines([
    ['Name', facts.name],
    ['Serial number', facts.serial],
    ['Client', facts.client && (facts.client.name ?? facts.client.id)],
    ['System', facts.os],
    ['Role', facts.role],
    ['Addresses', facts.macs.slice(0, 4).join(', ')],
    ['Online', facts.online === null ? null : facts.online ? 'yes' : 'no'],
  ]);

export const describePersonFacts = (facts: PersonFacts): Line[] =>
  lines([
    ['Name', facts.name],
    ['Mail', facts.email],
    ['Sign-in name', facts.principalName],
    ['Client', facts.client && (facts.client.name ?? facts.client.id)],
    ['Job', facts.jobTitle],
    ['Active', facts.isActive === null ? null : facts.isActive ? 'yes' : 'no'],
  ]);
