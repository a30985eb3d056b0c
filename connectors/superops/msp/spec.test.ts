// Every question we ask and every answer our sandbox gives, held against SuperOps' own GraphQL schema.
import { expect, it } from 'vitest';
import { type CapabilityName, capabilityContracts, capabilityNames } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { stories } from '#connectors/sdk/sandbox/stories.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { checkGraphqlExchanges, loadGraphqlSpec } from '#connectors/sdk/testing/graphql-spec-check.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { superopsMsp } from './connector.ts';
import { superopsSandbox } from './sandbox/superops-sandbox.ts';
import { vendorId } from './sandbox/vendor-ids.ts';

const schema = loadGraphqlSpec('superops');

it.skipIf(!schema)('questions and sandbox answers fit the vendor schema', async () => {
  if (!schema) return;
  const sandbox = await startSandbox({
    vendors: [{ dialect: superopsSandbox }],
    dials: { scriptLagMs: 40, feedLagMs: 30, settleMs: 60_000 },
  });
  const vendor = sandbox.vendors['superops/msp'];
  if (!vendor) throw new Error('no sandbox');
  try {
    const { world } = sandbox;
    for (const { device, kind, data } of Object.values(stories)) {
      const found = world.device(device);
      if (found) world.raiseAlert(found, kind, { ...data });
    }
    const ticket = vendorId('ticket', world.addTicket({ title: 'Printer', clientId: 11, contactId: 51 }, 'tlind').id);
    const device = vendorId('asset', 206);
    const client = vendorId('client', 11);
    const alert = vendorId('alert', world.state.alerts[0]?.id ?? 0);
    const note = { visibility: 'public', notify: true, body: 'Spec check.' };
    const internal = { visibility: 'internal', body: 'Spec check.' };
    const inputs: { [N in CapabilityName]?: object } = {
      'ticket.read': { ticket: vendorId('ticket', 5_001) },
      'ticket.search': { text: 'powershell', client, isClosed: true },
      'ticket.create': { client, title: 'Spec', priority: 'high', contact: vendorId('contact', 51), note: internal },
      'ticket.update': { ticket, title: 'Printer again', status: 'In Progress', priority: 'low' },
      'ticket.note.list': { ticket: vendorId('ticket', 5_001) },
      'ticket.note.add': { ticket, note },
      'ticket.assign': { ticket, member: vendorId('person', 24) },
      'ticket.resolve': { ticket, note: internal },
      'ticket.time.add': { ticket, minutes: 20, note: internal },
      'device.list': { client },
      'device.status': { device },
      'device.events': { device },
      'alert.read': { alert },
      'alert.list': { device },
      'alert.resolve': { alert, reason: 'spec check' },
    };
    const on = testContext(superopsMsp, vendor.connection());
    await superopsMsp.test(on);
    for (const name of capabilityNames) {
      const capability = superopsMsp.capabilities[name] as DirectCapability<unknown, unknown, unknown> | undefined;
      if (!capability || name === 'script.run') continue;
      const input = capabilityContracts[name].input.parse(inputs[name] ?? {});
      await capability.run(on, input, { tag: 'mspclaw:spec:1:1' });
      await capability.reconcile?.(on, input, { tag: 'mspclaw:spec:1:1', notBefore: new Date(0) });
    }
    const script = { device: vendorId('asset', 205), script: 'restart-service', parameters: { service: 'WinRM' } };
    const job = await superopsMsp.capabilities['script.run']?.start(on, script, { tag: 'mspclaw:spec:2:1' });
    await eventually(async () => {
      const progress = await superopsMsp.capabilities['script.run']?.poll(on, job ?? {});
      return progress?.state === 'done' ? progress : undefined;
    }, 'the script ends');
    for (const poll of superopsMsp.triggers.polls) await poll.poll(on, (await poll.poll(on, null)).cursor);

    const check = checkGraphqlExchanges(schema, vendor.exchanges);
    console.info(
      `superops spec check: ${check.requests} requests, ${check.answers} answers, ${check.shapeless} refusals, ${check.operations.length} operations`,
    );
    expect(check.problems).toEqual([]);
    expect(check.operations.length).toBeGreaterThan(25);
    expect(check.answers).toBeGreaterThan(50);
  } finally {
    await sandbox.close();
  }
});
