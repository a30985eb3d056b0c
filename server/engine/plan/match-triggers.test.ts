import { describe, expect, it } from 'vitest';
import { capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
import type { JsonObject } from '../ports/run-records.ts';
import { makeCatalog } from '../testing/make-catalog.ts';
import { sampleFacts, samplePlaybook, ticketFact } from '../testing/sample-playbook.ts';
import { checkPlaybook } from './check-playbook.ts';
import { matchTriggers } from './match-triggers.ts';

const catalog = makeCatalog(capabilityContracts);
const match = (on: string, facts: JsonObject, steps = '- stop: done') => {
  const { playbook, diagnostics } = checkPlaybook(
    samplePlaybook({ steps, on, inputs: '{ limit: { type: integer, default: 10 } }' }),
    catalog,
  );
  if (playbook === null) throw new Error(JSON.stringify(diagnostics));
  return matchTriggers(playbook, facts);
};
const where = (condition: string) => `- alert:\n    kind: disk.space\n    where: ${condition}`;

describe('an alert', () => {
  it('fires when everything holds', () => {
    expect(
      match(where('device.osFamily == "windows" && alert.data.freePercent < inputs.limit'), sampleFacts()).fires,
    ).toBe(true);
  });

  it('of another kind does not, and says so', () => {
    const verdict = match('- alert: { kind: process.crash }', sampleFacts());
    expect(verdict).toEqual({
      fires: false,
      why: 'alert.kind == "process.crash" is false: alert.kind is "disk.space"',
    });
  });

  it('names the first condition that is false, with what it saw', () => {
    const verdict = match(
      where('device.osFamily == "windows" && alert.data.freePercent > inputs.limit && device.role == "x"'),
      sampleFacts(),
    );
    expect(verdict).toEqual({
      fires: false,
      why: 'alert.data.freePercent > inputs.limit is false: alert.data.freePercent is 4, inputs.limit is 10',
    });
  });

  it('names a fact that is not there', () => {
    expect(match(where('alert.data.process == "x"'), sampleFacts()).why).toContain('alert.data.process is not there');
  });

  it("goes by the org's inputs", () => {
    expect(
      match(where('alert.data.freePercent < inputs.limit'), { ...sampleFacts(), inputs: { limit: 3 } }).fires,
    ).toBe(false);
  });

  it('without the device that the playbook needs does not fire', () => {
    const verdict = match(
      '- alert: { kind: disk.space }',
      sampleFacts({ device: null }),
      '- stop: "${{ device.name }}"',
    );
    expect(verdict).toEqual({ fires: false, why: 'device is null, and the playbook needs one' });
  });
});

describe('a ticket', () => {
  const ticketFacts = sampleFacts({ alert: null, incident: null, ticket: { ...ticketFact, title: 'Printer' } });
  it('fires on its own conditions', () => {
    expect(match('- ticket: { where: ticket.title.contains("Printer") }', ticketFacts).fires).toBe(true);
    expect(match('- ticket: { where: ticket.title.contains("Mouse") }', ticketFacts).why).toContain(
      'ticket.title is "Printer"',
    );
  });

  it('is not confused with an alert that has one', () => {
    expect(match('- ticket: {}', sampleFacts({ ticket: ticketFact })).fires).toBe(false);
    expect(match('- alert: { kind: disk.space }', ticketFacts).fires).toBe(false);
  });
});

it('a manual trigger never fires by itself', () => {
  expect(match('- manual: {}', sampleFacts())).toEqual({ fires: false, why: 'it is started by hand' });
});
