import { expect, it } from 'vitest';
import { computeFacts } from './compute-facts.ts';

const call = (path: string, effect: 'write' | 'destructive', device: string | null) => ({
  path,
  capability: 'script.run',
  effect,
  arguments: {},
  device,
  script: null,
});
const none = { device: null, client: null, version: null, openOnDevice: 0 };
const source = `steps:
  - id: clean
    call: script.run
    undo: { impossible: deletes caches only }
  - id: note
    call: ticket.note
    undo: { call: ticket.note }
`;

it('counts what would be touched and warns of more than one device and of destruction', () => {
  const facts = computeFacts([call('a', 'destructive', 'DC01'), call('b', 'write', 'DC02')], none);
  expect(facts).toContainEqual({ label: 'Devices touched', value: '2', isWarning: true });
  expect(facts).toContainEqual({ label: 'Calls', value: '2, of which 1 destructive', isWarning: true });
});

it('names what cannot be undone, and what can', () => {
  const plan = [call('clean', 'write', 'PC1'), call('note', 'write', null)];
  const facts = computeFacts(plan, { ...none, version: { source } });
  expect(facts).toContainEqual({ label: 'Undo of clean', value: 'not possible: deletes caches only', isWarning: true });
  expect(facts).toContainEqual({ label: 'Undo of note', value: 'ticket.note', isWarning: false });
});

it('says nothing about undo when the playbook cannot be read, and keeps the rest', () => {
  const facts = computeFacts([call('clean', 'write', 'PC1')], { ...none, version: { source: ': : {' } });
  expect(facts.map((fact) => fact.label)).toEqual(['Devices touched', 'Calls']);
});

it('warns of a server, of a device that is offline and of other trouble on it', () => {
  const device = { name: 'DC01', role: 'server', os: 'Windows Server 2022', online: false };
  const warned = computeFacts([call('a', 'write', 'DC01')], { ...none, device, openOnDevice: 3 }).filter(
    (fact) => fact.isWarning,
  );
  expect(warned.map((fact) => fact.label)).toEqual(['Device', 'Reachable', 'Open incidents on it']);
});
