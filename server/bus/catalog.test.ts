import { describe, expect, it } from 'vitest';
import { capabilityContracts, capabilityNames } from '#connectors/sdk/capability-contracts.ts';
import { capabilityCatalog } from './catalog.ts';
import { automationOf, refusalByPolicy } from './dispatch/effect-policy.ts';
import { parseArguments } from './dispatch/resolve-target.ts';

const uuid = '01a1f801-a3e5-7798-a3cf-fabeb3d429cf';

describe('the catalogue', () => {
  it('has every contract, with its own effect', () => {
    expect(capabilityCatalog.names()).toEqual(capabilityNames);
    for (const name of capabilityNames) {
      expect(capabilityCatalog.get(name)).toMatchObject({ name, effect: capabilityContracts[name].effect });
    }
  });

  it('knows nothing by the name of something every object has', () => {
    for (const name of ['constructor', '__proto__', 'toString', ''])
      expect(capabilityCatalog.get(name)).toBeUndefined();
  });

  it('takes our ids and no vendor’s', () => {
    expect(parseArguments('device.status', { device: uuid })).toEqual({ device: uuid });
    for (const device of ['4711', '', '../1', null, undefined, 5, { id: uuid }]) {
      expect(() => parseArguments('device.status', { device })).toThrow('device');
    }
  });

  it('refuses arguments that the contract does not name', () => {
    expect(() => parseArguments('device.status', { device: uuid, force: true })).toThrow('force');
    expect(() => parseArguments('script.run', { device: uuid, script: 'x', parameters: { 'a;b': 1 } })).toThrow();
  });
});

describe('the policy', () => {
  const effects = ['read', 'write', 'destructive'] as const;

  it('lets through exactly what is as narrow as allowed, while automation is on', () => {
    for (const [real, effect] of effects.entries()) {
      for (const [allowed, allowedEffect] of effects.entries()) {
        const refusal = refusalByPolicy({ capability: 'x', effect, allowedEffect, automation: 'on' });
        expect(refusal === null, `${effect} under ${allowedEffect}`).toBe(real <= allowed);
      }
    }
  });

  it('takes a switch that it cannot read for "off", and no switch for "on"', () => {
    expect([automationOf({}), automationOf(null), automationOf({ automation: 'on' })]).toEqual(['on', 'on', 'on']);
    expect(automationOf({ automation: 'reads-only' })).toBe('reads-only');
    for (const automation of ['off', 'ON', '', null, 1, {}, []]) expect(automationOf({ automation })).toBe('off');
  });
});
