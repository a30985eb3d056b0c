// Everything the connector sends and the sandbox answers, held against the vendor's OpenAPI document (2025.1).

import { describe, expect, it } from 'vitest';
import { type CapabilityName, capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { Exchange } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { checkExchanges, loadVendorSpec } from '#connectors/sdk/testing/spec-check.ts';
import type { PsaContext } from './client.ts';
import { connectwisePsa } from './connector.ts';
import { startPsaHarness } from './testing/psa-harness.ts';
import { pollTickets } from './triggers/poll-tickets.ts';
import { registerCallback } from './triggers/register-callback.ts';

const spec = loadVendorSpec('connectwise-psa');
const note = (visibility: string) => ({ visibility, body: 'Checked the spooler.', notify: false });
const tour: [CapabilityName, Record<string, unknown>][] = [
  ['ticket.read', { ticket: '5001' }],
  ['ticket.search', { text: 'disk', isClosed: true, updatedSince: '2026-01-01T00:00:00Z' }],
  // long enough to go by POST
  ['ticket.search', { text: '['.repeat(200), externalKey: '['.repeat(100) }],
  [
    'ticket.create',
    {
      client: '11',
      title: 'Printer',
      description: 'Nothing prints.',
      priority: 'high',
      board: '1',
      note: note('internal'),
    },
  ],
  ['ticket.update', { ticket: '5001', title: 'Printer down', status: 'In Progress', priority: 'low' }],
  ['ticket.note.list', { ticket: '5001' }],
  ['ticket.note.add', { ticket: '5001', note: note('internal') }],
  ['ticket.assign', { ticket: '5001', member: 'mreyes' }],
  ['ticket.assign', { ticket: '5001', member: '25' }],
  ['ticket.resolve', { ticket: '5001', note: note('public') }],
  ['ticket.update', { ticket: '5002', category: 'Hardware' }],
  ['ticket.time.add', { ticket: '5001', minutes: 15, note: note('internal') }],
  ['ticket.time.add', { ticket: '5001', minutes: 15, note: note('public') }],
  ['priority.list', {}],
  ['category.list', {}],
  ['contact.list', { limit: 3, client: '11' }],
  ['device.list', { limit: 3, client: '11' }],
  ['board.list', {}],
  ['status.list', {}],
  ['member.list', { limit: 3 }],
  ['client.list', { limit: 3 }],
];

describe.skipIf(!spec)('the OpenAPI document of ConnectWise PSA', () => {
  it('quirk 6: in spite of its typing errors, knows every path, parameter and field that is sent or answered', async () => {
    if (!spec) return;
    const psa = await startPsaHarness();
    const context = psa.context();
    await connectwisePsa.test(context);
    for (const [name, input] of tour) {
      const capability = connectwisePsa.capabilities[name] as DirectCapability<unknown, unknown, PsaContext>;
      const parsed = capabilityContracts[name].input.parse(input);
      await capability.run(context, parsed, { tag: `mspclaw:run:${name}:1` });
      await capability.reconcile?.(context, parsed, { tag: `mspclaw:run:${name}:1`, notBefore: context.now() });
    }
    await pollTickets.poll(context, null);
    await registerCallback(context, 'http://127.0.0.1:9/hook');
    for (const callback of psa.state.callbacks) callback.inactiveFlag = true;
    await registerCallback(context, 'http://127.0.0.1:9/hook');
    for (const path of ['/company/configurations', '/company/contacts']) await psa.call(`/v2026_1/apis/3.0${path}`);
    await psa.close();

    const toured = new Set(tour.map(([name]) => name));
    expect(Object.keys(connectwisePsa.capabilities).filter((name) => !toured.has(name as CapabilityName))).toEqual([]);
    const isTrimmed = (exchange: Exchange) => exchange.query.some(([name]) => name === 'fields');
    const document = { basePath: '/v2026_1/apis/3.0', ignore: /^\/login\/companyinfo\// };
    const check = checkExchanges(
      spec,
      psa.sandbox.exchanges.filter((exchange) => !isTrimmed(exchange)),
      {
        ...document,
        // the developer guide puts the paging of a search into the query; the document lists none for it
        isAllowed: (problem) =>
          problem === 'POST /service/tickets/search: query parameter "pageSize" is not in the document',
      },
    );
    const trimmed = checkExchanges(spec, psa.sandbox.exchanges.filter(isTrimmed), {
      ...document,
      // `fields` leaves out what was not asked for
      isAllowed: (problem) => problem.includes('must have required property'),
    });
    expect(trimmed.problems).toEqual([]);
    expect(trimmed.requests).toBe(2);
    console.info(
      `spec check: ${check.requests} requests, ${check.answers} answers, ${check.shapeless} without a shape`,
    );
    expect(check.problems).toEqual([]);
    expect(check.requests).toBeGreaterThan(35);
    expect(check.answers).toBeGreaterThan(35);
  });
});
