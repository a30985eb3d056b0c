import { readFileSync } from 'node:fs';
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
const catalog = {
  get: (name: string) => known.find((one) => one.name === name),
  names: () => known.map((one) => one.name),
};

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

it('says of the steps that ask whom and when, and that the nested ones ask in some cases only', () => {
  const steps = `
steps:
  - id: permission
    if: device.role == "server"
    approve: { reason: Really?, from: technician }
  - if: incident.alertCount > 3
    then:
      - approve: { reason: Again?, from: admin }
`;
  expect(describePlaybook(steps, catalog).approval).toBe(
    'from a technician, when device.role == "server"; from an admin, in some cases',
  );
});

it('of the library, tells the effect that its scripts declare and which powers wait for a yes', () => {
  const source = readFileSync(
    new URL('../../../playbooks/library/service-stopped/playbook.yaml', import.meta.url),
    'utf8',
  );
  const infoOf = (name: string) =>
    info(name, name === 'script.run' ? 'destructive' : /^(device|alert)\./.test(name) ? 'read' : 'write');
  const whole = { get: infoOf, names: () => [] };
  const { powers, approval } = describePlaybook(source, whole);
  expect(powers.find((power) => power.capability === 'script.run')).toMatchObject({
    effect: 'write',
    approval: 'sometimes',
  });
  expect(approval).toBe('from a technician, when device.role == "server"');
});
