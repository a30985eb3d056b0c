// Every request we send and every answer our sandbox gives, held against Kaseya's own API document.
import { expect, it } from 'vitest';
import { type CapabilityName, capabilityContracts, capabilityNames } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { checkExchanges, loadVendorSpec } from '#connectors/sdk/testing/spec-check.ts';
import { kaseyaBms } from './connector.ts';
import { freshTicket, startBmsBed } from './testing/bms-bed.ts';

const document = loadVendorSpec('kaseya-bms');
const bed = startBmsBed();

it.skipIf(!document)('requests and sandbox answers fit the vendor document', async () => {
  if (!document) return;
  const note = { visibility: 'internal', body: 'Checked.', notify: false };
  const ticket = freshTicket(bed.sandbox.world);
  const inputs: { [N in CapabilityName]?: object[] } = {
    'ticket.read': [{ ticket }, { ticket: '999999' }],
    'ticket.search': [
      { text: 'disk', client: '11', isClosed: true },
      { isClosed: false, updatedSince: '2026-01-01T00:00:00.000Z' },
    ],
    'ticket.create': [
      {
        client: '11',
        title: 'Disk',
        description: 'Full.',
        priority: 'high',
        board: '2',
        contact: '51',
        category: '1',
        note,
      },
    ],
    'ticket.update': [{ ticket, title: 'Disk full', status: 'In Progress', priority: 'low', category: '1' }],
    'ticket.note.list': [{ ticket }],
    'ticket.note.add': [
      { ticket, note },
      { ticket, note: { visibility: 'public', body: 'Hello', notify: true } },
    ],
    'ticket.assign': [{ ticket, member: '24' }],
    'ticket.time.add': [{ ticket, minutes: 25, startedAt: '2026-11-20T08:00:00.000Z', note }],
    'ticket.resolve': [{ ticket, note }],
    'contact.list': [{ client: '11' }],
    'device.list': [{ client: '11', limit: 3 }],
  };
  const on = bed.context();
  await kaseyaBms.test(on);
  for (const name of capabilityNames) {
    const capability = kaseyaBms.capabilities[name] as DirectCapability<unknown, unknown, unknown> | undefined;
    for (const input of capability ? (inputs[name] ?? [{}]) : []) {
      const parsed = capabilityContracts[name].input.parse(input);
      await capability?.run(on, parsed, { tag: `mspclaw:spec:${name}:1` }).catch((error: { kind?: string }) => {
        if (error.kind !== 'not-found') throw error;
      });
      await capability?.reconcile?.(on, parsed, { tag: `mspclaw:spec:${name}:1`, notBefore: on.now() });
    }
  }
  for (const held of Object.values(bed.state.access)) held.expiresAtMs = 0;
  await kaseyaBms.triggers.webhook?.register?.(on, 'https://mspclaw.example/hook').catch(() => undefined);
  await kaseyaBms.triggers.webhook?.register?.(on, 'https://mspclaw.example/hook');
  await kaseyaBms.triggers.webhook?.register?.(on, 'https://mspclaw.example/hook');
  await kaseyaBms.triggers.webhook?.check?.(on, 'https://mspclaw.example/hook');
  for (const poll of kaseyaBms.triggers.polls) await poll.poll(on, (await poll.poll(on, null)).cursor);

  const check = checkExchanges(document, bed.vendor.exchanges);
  console.info(
    `kaseya-bms spec check: ${check.requests} requests, ${check.answers} answers, ${check.shapeless} without a documented shape`,
  );
  expect(check.problems).toEqual([]);
  expect(check.requests).toBeGreaterThan(60);
  expect(check.answers).toBeGreaterThan(60);
});
