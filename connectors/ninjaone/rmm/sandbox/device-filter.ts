// The `df` device filter: `key op value [AND ...]`, no OR and no parentheses around terms, spaces as %20.
import type { WorldDevice } from '#connectors/sdk/sandbox/world-types.ts';
import { nodeClassOf } from './device-views.ts';

/** @returns the filter, or what is wrong with it */
export function parseDeviceFilter(text: string): ((device: WorldDevice) => boolean) | { problem: string } {
  const tests: ((device: WorldDevice) => boolean)[] = [];
  if (/\bOR\b/i.test(text)) return { problem: 'OR is not supported' };
  for (const term of text.split(/\s+AND\s+/i)) {
    const test = parseTerm(term.trim());
    if (typeof test === 'string') return { problem: test };
    tests.push(test);
  }
  return (device) => tests.every((test) => test(device));
}

function parseTerm(term: string): ((device: WorldDevice) => boolean) | string {
  if (term === 'online') return (device) => device.isOnline;
  if (term === 'offline') return (device) => !device.isOnline;
  const parts = /^(\w+)\s*(=|eq|!=|neq|in|notin)\s*(.+)$/i.exec(term);
  if (!parts) return `cannot read "${term}"`;
  const [, key = '', op = '', value = ''] = parts;
  const read = readers[key.toLowerCase()];
  if (!read) return `unknown key "${key}"`;
  const list = /^\((.*)\)$/.exec(value.trim());
  if (/in$/i.test(op) !== (list !== null)) return `"${op}" needs ${list ? 'one value' : 'a list'}`;
  const wanted = (list?.[1] ?? value).split(',').map((entry) => entry.trim().toLowerCase());
  const isNegative = op === '!=' || /^n/i.test(op);
  return (device) => wanted.includes(read(device).toLowerCase()) !== isNegative;
}

const readers: Record<string, (device: WorldDevice) => string> = {
  org: (device) => String(device.clientId),
  organization: (device) => String(device.clientId),
  loc: (device) => String(device.clientId + 20),
  location: (device) => String(device.clientId + 20),
  id: (device) => String(device.id),
  class: nodeClassOf,
  status: () => 'APPROVED',
};
