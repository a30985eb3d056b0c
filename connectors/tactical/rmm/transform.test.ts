// Tactical tells of an alert in one sentence; what it is about must come out all the same.
import { expect, it } from 'vitest';
import { stories } from '#connectors/sdk/sandbox/stories.ts';
import { SandboxWorld } from '#connectors/sdk/sandbox/world.ts';
import { alertRow } from './sandbox/rows.ts';
import { toAlert, toInstant } from './transform.ts';
import { alertShape } from './vendor-shapes.ts';

const places = { client: () => null, site: () => null };

it.each(Object.entries(stories))('%s is recognised, with what its playbook needs', (_name, story) => {
  const world = new SandboxWorld();
  const device = world.device(story.device);
  if (!device) throw new Error('no such device');
  const raised = world.raiseAlert(device, story.kind, story.data);
  const alert = toAlert(alertShape.parse(alertRow(world, raised)), places);
  expect(alert).toMatchObject({ kind: story.kind, isActive: true, clearedAt: null });
  for (const name of ['process', 'service']) {
    if (name in raised.data) expect(alert.data[name], name).toBe(raised.data[name]);
  }
});

it.each([
  ['2026-11-20T08:00:00Z', '2026-11-20T08:00:00.000Z'],
  ['2026-11-20T08:00:00.123456+01:00', '2026-11-20T07:00:00.123Z'],
  ['11 20 2026 08:00:00', '2026-11-20T08:00:00.000Z'],
  ['yesterday', null],
  ['', null],
])('the time "%s" is %s', (text, instant) => {
  expect(toInstant(text)).toBe(instant);
});
