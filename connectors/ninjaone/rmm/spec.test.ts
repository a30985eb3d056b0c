// Every request we send and every answer our sandbox gives, held against NinjaOne's own API document.
import { expect, it } from 'vitest';
import { type CapabilityName, capabilityContracts, capabilityNames } from '#connectors/sdk/capability-contracts.ts';
import { type DirectCapability, emptyMapping } from '#connectors/sdk/connector.ts';
import { startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { stories } from '#connectors/sdk/sandbox/stories.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { checkExchanges, loadVendorSpec } from '#connectors/sdk/testing/spec-check.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { ninjaoneRmm } from './connector.ts';
import { ninjaoneSandbox } from './sandbox/sandbox.ts';
import { contactUid } from './sandbox/ticket-rows.ts';

const document = loadVendorSpec('ninjaone');
const requester = contactUid({ id: 51 });

it.skipIf(!document)('quirk 8: every request, and every answer of the sandbox, is in the vendor document', async () => {
  if (!document) return;
  const sandbox = await startSandbox({
    vendors: [{ dialect: ninjaoneSandbox }],
    dials: { scriptLagMs: 40, feedLagMs: 30, settleMs: 60_000 },
  });
  const vendor = sandbox.vendors['ninjaone/rmm'];
  if (!vendor) throw new Error('no sandbox');
  try {
    for (const { device, kind, data } of Object.values(stories)) {
      const found = sandbox.world.device(device);
      if (found) sandbox.world.raiseAlert(found, kind, { ...data });
    }
    const uid = sandbox.world.state.alerts[0]?.uid ?? '';
    const { world } = sandbox;
    const ticket = String(world.addTicket({ title: 'Printer', clientId: 11, contactId: 51 }, 'tlind').id);
    const note = { visibility: 'internal', body: 'Looked at it.', notify: false };
    const inputs: { [N in CapabilityName]?: object } = {
      'ticket.read': { ticket },
      'ticket.search': { text: 'printer', limit: 5 },
      'ticket.create': { client: '11', title: 'New', priority: 'high', category: 'TASK', contact: requester, note },
      'ticket.update': { ticket, title: 'Printer on floor 2', status: 'in-progress', category: 'Incident' },
      'ticket.note.list': { ticket },
      'ticket.note.add': { ticket, note: { visibility: 'public', body: 'We are on it.', notify: true } },
      'ticket.assign': { ticket, member: '24' },
      'ticket.resolve': { ticket, note },
      'ticket.time.add': { ticket, minutes: 15, note },
      'priority.list': {},
      'category.list': {},
      'contact.list': {},
      'board.list': {},
      'status.list': {},
      'member.list': {},
      'client.list': { limit: 2 },
      'device.list': { client: '11', limit: 3 },
      'device.status': { device: '206' },
      'device.events': { device: '206', limit: 30 },
      'script.list': {},
      'alert.list': {},
      'alert.read': { alert: uid },
      'alert.resolve': { alert: uid, reason: 'spec check' },
    };
    const statuses = [{ stage: 'in-progress' as const, board: null, status: '2000' }];
    const on = testContext(ninjaoneRmm, vendor.connection(), { mapping: { ...emptyMapping, statuses } });
    await ninjaoneRmm.test(on);
    for (const name of capabilityNames) {
      const capability = ninjaoneRmm.capabilities[name] as DirectCapability<unknown, unknown, unknown> | undefined;
      if (!capability || name === 'script.run') continue;
      await capability.run(on, capabilityContracts[name].input.parse(inputs[name]), { tag: `mspclaw:spec:${name}:1` });
    }
    // an alert that has cleared, once the feed knows of it
    await eventually(async () => {
      const read = await ninjaoneRmm.capabilities['alert.read']
        ?.run(on, { alert: uid }, { tag: '' })
        .catch(() => undefined);
      return read?.clearedAt ? read : undefined;
    }, 'the cleared alert is read');
    const job = await ninjaoneRmm.capabilities['script.run']?.start(
      on,
      { device: '205', script: 'restart-service', parameters: { service: 'WinRM' } },
      { tag: 'mspclaw:spec:2:1' },
    );
    await eventually(async () => {
      const progress = await ninjaoneRmm.capabilities['script.run']?.poll(on, job ?? {});
      return progress?.state === 'done' ? progress : undefined;
    }, 'the script ends');
    await ninjaoneRmm.triggers.webhook?.register?.(on, 'https://mspclaw.example/hook');
    for (const poll of ninjaoneRmm.triggers.polls) await poll.poll(on, (await poll.poll(on, null)).cursor);

    const check = checkExchanges(document, vendor.exchanges, {
      ignore: /^\/ws\/oauth\/token$/,
      checksNestedFields: true,
    });
    console.info(
      `ninjaone spec check: ${check.requests} requests, ${check.answers} answers, ${check.shapeless} without a documented shape`,
    );
    expect(check.problems).toEqual([]);
    expect(check.requests).toBeGreaterThan(80);
    expect(check.answers).toBeGreaterThan(70);
  } finally {
    await sandbox.close();
  }
});
