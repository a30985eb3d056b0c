// Every request we send and every answer our sandbox gives, held against Atera's own API document.
import { expect, it } from 'vitest';
import { type CapabilityName, capabilityContracts, capabilityNames } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { stories } from '#connectors/sdk/sandbox/stories.ts';
import { checkExchanges, loadVendorSpec } from '#connectors/sdk/testing/spec-check.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { ateraMsp } from './connector.ts';
import { ateraSandbox } from './sandbox/atera-sandbox.ts';

const document = loadVendorSpec('atera');

it.skipIf(!document)('requests and sandbox answers fit the vendor document', async () => {
  if (!document) return;
  const sandbox = await startSandbox({
    vendors: [{ dialect: ateraSandbox }],
    dials: { scriptLagMs: 40, feedLagMs: 30, settleMs: 60_000 },
  });
  const vendor = sandbox.vendors['atera/msp'];
  if (!vendor) throw new Error('no sandbox');
  try {
    const { world } = sandbox;
    for (const { device, kind, data } of Object.values(stories)) {
      const found = world.device(device);
      if (found) world.raiseAlert(found, kind, { ...data });
    }
    const ticket = String(world.addTicket({ title: 'Printer', clientId: 11, contactId: 51 }, 'tlind').id);
    const alert = String(world.state.alerts[0]?.id);
    const note = { visibility: 'internal', body: 'Spec check.' };
    const inputs: { [N in CapabilityName]?: object } = {
      'ticket.read': { ticket: '5001' },
      'ticket.search': { text: 'powershell', client: '11', isClosed: true },
      'ticket.create': { client: '11', title: 'Spec', priority: 'high', category: 'Problem', note },
      'ticket.update': { ticket, title: 'Printer again', status: 'Pending', priority: 'low' },
      'ticket.note.list': { ticket: '5001' },
      'ticket.note.add': { ticket, note: { ...note, visibility: 'public', notify: true } },
      'ticket.assign': { ticket, member: '24' },
      'ticket.resolve': { ticket, note },
      'ticket.time.add': { ticket, minutes: 20, note },
      'contact.list': { client: '11' },
      'device.list': { client: '11' },
      'device.status': { device: '206' },
      'alert.read': { alert },
      'alert.list': { device: '206' },
      'alert.resolve': { alert, reason: 'spec check' },
    };
    const on = testContext(ateraMsp, vendor.connection());
    await ateraMsp.test(on);
    for (const name of capabilityNames) {
      const capability = ateraMsp.capabilities[name] as DirectCapability<unknown, unknown, unknown> | undefined;
      if (!capability) continue;
      const input = capabilityContracts[name].input.parse(inputs[name] ?? {});
      await capability.run(on, input, { tag: 'mspclaw:spec:1:1' });
      await capability.reconcile?.(on, input, { tag: 'mspclaw:spec:1:1', notBefore: new Date(0) });
    }
    for (const poll of ateraMsp.triggers.polls) await poll.poll(on, (await poll.poll(on, null)).cursor);

    const check = checkExchanges(document, vendor.exchanges);
    console.info(
      `atera spec check: ${check.requests} requests, ${check.answers} answers, ${check.shapeless} without a documented shape`,
    );
    expect(check.problems).toEqual([]);
    expect(check.requests).toBeGreaterThan(35);
    expect(check.answers).toBeGreaterThan(30);
  } finally {
    await sandbox.close();
  }
});
