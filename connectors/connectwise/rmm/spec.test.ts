// Every request of the connector and every answer of its sandbox against the vendor's document (Partner API 2.2.8).
import { expect, it } from 'vitest';
import { startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { checkExchanges, loadVendorSpec } from '#connectors/sdk/testing/spec-check.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { connectwiseRmm } from './connector.ts';
import { toUuid } from './sandbox/asio-ids.ts';
import { connectwiseRmmSandbox } from './sandbox/connectwise-rmm-sandbox.ts';
import { capabilities, deviceId, finish } from './testing/asio-harness.ts';

const document = loadVendorSpec('connectwise-rmm-asio');

it.skipIf(!document)('requests and answers fit the vendor’s document', async () => {
  if (!document) return;
  const sandbox = await startSandbox({
    vendors: [{ dialect: connectwiseRmmSandbox }],
    dials: { scriptLagMs: 30, feedLagMs: 30, settleMs: 50 },
  });
  try {
    const vendor = sandbox.vendors['connectwise/rmm'];
    if (!vendor) throw new Error('no sandbox');
    const on = testContext(connectwiseRmm, vendor.connection());
    const tag = { tag: 'mspclaw:spec:1' };
    const query = { ...tag, notBefore: new Date(0) };
    const client = toUuid('company', 11);
    const note = { visibility: 'internal' as const, body: 'Looked at it.', notify: false };
    await connectwiseRmm.test(on);
    await capabilities['client.list']?.run(on, { limit: 2 }, tag);
    const first = await capabilities['device.list']?.run(on, { limit: 3 }, tag);
    await capabilities['device.list']?.run(on, { limit: 3, cursor: first?.next ?? null }, tag);
    await capabilities['device.status']?.run(on, { device: deviceId(206, 11) }, tag);
    await capabilities['script.list']?.run(on, {}, tag);
    const run = { device: deviceId(205, 11), script: 'restart-service', parameters: { service: 'WinRM' } };
    await finish(await capabilities['script.run']?.start(on, run, tag), on);
    await capabilities['script.run']?.reconcile(on, run, query);
    const fresh = { client, title: 'Disk almost full', priority: 'high' as const, note };
    const made = await capabilities['ticket.create']?.run(on, fresh, tag);
    await capabilities['ticket.create']?.reconcile?.(on, fresh, query);
    const ticket = made?.id ?? '';
    await capabilities['ticket.search']?.run(on, { client, isClosed: false, text: 'disk', limit: 20 }, tag);
    await capabilities['ticket.update']?.run(on, { ticket, status: 'In Progress', title: 'Disk full' }, tag);
    await capabilities['ticket.assign']?.run(on, { ticket, member: toUuid('person', 24) }, tag);
    await capabilities['ticket.note.list']?.run(on, { ticket }, tag);
    await capabilities['ticket.resolve']?.run(on, { ticket, note }, { tag: 'mspclaw:spec:2:1' });
    for (const name of ['board.list', 'status.list', 'priority.list', 'category.list'] as const) {
      await capabilities[name]?.run(on, {}, tag);
    }
    for (const poll of connectwiseRmm.triggers.polls) await poll.poll(on, (await poll.poll(on, null)).cursor);

    const check = checkExchanges(document, vendor.exchanges);
    console.info(
      `connectwise rmm spec check: ${check.requests} requests, ${check.answers} answers, ${check.shapeless} without a documented shape`,
    );
    expect(check.problems).toEqual([]);
    expect(check.requests).toBeGreaterThan(50);
    expect(check.answers).toBeGreaterThan(45);
  } finally {
    await sandbox.close();
  }
});
