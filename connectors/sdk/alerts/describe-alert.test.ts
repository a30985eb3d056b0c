// The same trouble reads the same, whoever tells of it.
import { describe, expect, it } from 'vitest';
import { breakDevice } from '../sandbox/alert-kinds.ts';
import { stories } from '../sandbox/stories.ts';
import { SandboxWorld } from '../sandbox/world.ts';
import { alertFacts, alertKind, toVendorAlert } from './describe-alert.ts';

describe('an alert told in plain words only', () => {
  it.each(Object.entries(stories))('%s is recognised, with the facts its playbook needs', (_name, story) => {
    const world = new SandboxWorld();
    const device = world.device(story.device);
    if (!device) throw new Error('no such device');
    const draft = breakDevice(story.kind, device, story.data);
    const alert = toVendorAlert({
      ...draft,
      id: '1',
      device: null,
      client: null,
      monitor: 'unknown',
      condition: 'monitor',
      parameters: {},
      raisedAt: '2026-11-20T00:00:00.000Z',
      isActive: true,
      clearedAt: null,
    });
    expect(alert.kind).toBe(story.kind);
    for (const name of ['process', 'service', 'freePercent']) {
      if (name in draft.data && story.kind !== 'disk.space') expect(alert.data[name], name).toBe(draft.data[name]);
    }
  });

  it('a monitor that says what it watches is believed over the text', () => {
    const text = 'Service Spooler is stopped.';
    expect(alertKind('disk', alertFacts({}, text), text)).toBe('disk.space');
    expect(alertKind('unknown', alertFacts({}, text), text)).toBe('service.stopped');
  });

  it('named values are believed over the text, and a number that is none is left out', () => {
    expect(alertFacts({ Service_Name: 'WinRM', eventID: 'x1' }, 'Service Spooler is stopped.')).toEqual({
      service: 'WinRM',
    });
  });

  it.each(['', 'Hello.', 'Antivirus definitions are old', 'x'.repeat(200_000)])(
    '%#: what says nothing is "other"',
    (text) => {
      expect(alertKind('unknown', alertFacts({}, text), text)).toBe('other');
    },
  );
});
