import { expect, it } from 'vitest';
import { z } from 'zod';
import type { CapabilityInfo } from '#server/engine/ports/capabilities.ts';
import { describePlaybook } from './describe-playbook.ts';

const info = (name: string, effect: CapabilityInfo['effect']): CapabilityInfo => ({
  name,
  effect,
  idempotency: 'once',
  shape: 'direct',
  title: `Title of ${name}`,
  input: z.unknown(),
  output: z.unknown(),
});
const known = [info('device.read', 'read'), info('script.run', 'destructive')];
const catalog = { get: (name: string) => known.find((one) => one.name === name) };

const source = `
needs: { capabilities: [device.read, script.run, moon.move] }
on:
  - alert: { kind: disk.space, where: device.os == "windows" }
  - manual:
guard:
  budget: { perDevice: 1/day, ladder: [1, 5, all] }
  approval: { when: device.role == "server", from: technician }
`;

it('names the widest power first and never calls an unknown one harmless', () => {
  const { powers } = describePlaybook(source, catalog);
  expect(powers.map((power) => [power.capability, power.effect])).toEqual([
    ['script.run', 'destructive'],
    ['device.read', 'read'],
    ['moon.move', 'unknown'],
  ]);
});

it('says when it starts, what limits it and who is asked', () => {
  expect(describePlaybook(source, catalog)).toMatchObject({
    triggers: ['alert disk.space where device.os == "windows"', 'manual'],
    approval: 'from a technician, when device.role == "server"',
    budget: 'perDevice 1/day, ladder 1 → 5 → all',
  });
});

it('describes nothing of a text that is no playbook', () => {
  expect(describePlaybook('just text', catalog)).toEqual({ powers: [], triggers: [], approval: null, budget: null });
});
