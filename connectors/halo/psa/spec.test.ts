// Every request we send and every answer our sandbox gives, held against Halo's own API document.
import { expect, it } from 'vitest';
import { type CapabilityName, capabilityContracts, capabilityNames } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { checkExchanges, loadVendorSpec, type OpenApiDocument } from '#connectors/sdk/testing/spec-check.ts';
import { haloPsa } from './connector.ts';
import { freshTicket, startHaloBed } from './testing/halo-bed.ts';

const document = loadVendorSpec('halopsa');
const bed = startHaloBed();

/** The document has no answers; these are the objects it takes in POST, in the shapes that the fact sheet tells. */
const answers: Record<string, { row: string; as: 'one' | 'many' | { paged: string } }> = {
  'GET /Tickets': { row: 'Faults', as: { paged: 'tickets' } },
  'GET /Tickets/{id}': { row: 'Faults', as: 'one' },
  'POST /Tickets': { row: 'Faults', as: 'one' },
  'GET /Actions': { row: 'Actions', as: { paged: 'actions' } },
  'POST /Actions': { row: 'Actions', as: 'one' },
  'GET /Status': { row: 'TStatus', as: 'many' },
  'GET /Priority': { row: 'Policy', as: 'many' },
  'GET /TicketType': { row: 'RequestType', as: 'many' },
  'GET /Category': { row: 'CategoryDetail', as: 'many' },
  'GET /Team': { row: 'SectionDetail', as: 'many' },
  'GET /Agent': { row: 'Uname', as: 'many' },
  'GET /Agent/me': { row: 'Uname', as: 'one' },
  'GET /Client': { row: 'Area', as: { paged: 'clients' } },
  'GET /Client/{id}': { row: 'Area', as: 'one' },
  'GET /Users': { row: 'Users', as: { paged: 'users' } },
  'GET /Asset': { row: 'Device', as: { paged: 'assets' } },
  'GET /Webhook': { row: 'Webhook', as: 'many' },
  'GET /Webhook/{id}': { row: 'Webhook', as: 'one' },
  'POST /Webhook': { row: 'Webhook', as: 'one' },
};

/** records inside records that are sent or answered here */
const inner = ['FieldHelper', 'UnameNotification'];

/** @param texts everything sent and answered: only fields that occur there need a type, all others just their name */
function withAnswers(given: OpenApiDocument, texts: readonly string[]): OpenApiDocument {
  // times are written without a zone, which "date-time" does not allow; nobody defines "date-span"
  const text = JSON.stringify(given).replaceAll(/"format":"date-(time|span)"/g, '"format":"password"');
  const copy = JSON.parse(text) as OpenApiDocument;
  const used = new Set(texts.flatMap((one) => [...one.matchAll(/"(\w+)":/g)].map(([, name]) => name ?? '')));
  const rows = new Set([...Object.values(answers).map(({ row }) => row), ...inner]);
  const schemas = Object.entries(copy.components?.schemas ?? {}).filter(([name]) => rows.has(name));
  for (const [, schema] of schemas) {
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      const reference = (property.$ref ?? property.items?.$ref)?.split('/').at(-1);
      const isOpen = reference !== undefined && !inner.includes(reference);
      if (schema.properties && (isOpen || !used.has(name))) schema.properties[name] = {};
    }
  }
  copy.components = { schemas: Object.fromEntries(schemas) };
  // the document has what is written; `who` wrote it is only in answers
  const actions = copy.components.schemas?.Actions?.properties;
  if (actions) actions.who = { type: 'string' };
  for (const [operation, { row, as }] of Object.entries(answers)) {
    const [method = '', path = ''] = operation.split(' ');
    const item = { $ref: `#/components/schemas/${row}` };
    const many = { type: 'array', items: item };
    const count = { type: 'integer' };
    const paged = (name: string) => ({
      type: 'object',
      required: ['record_count', name],
      additionalProperties: false,
      properties: { record_count: count, page_no: count, page_size: count, [name]: many },
    });
    const schema = as === 'one' ? item : as === 'many' ? many : paged(as.paged);
    const found = copy.paths[path]?.[method.toLowerCase()];
    if (!found) throw new Error(`The document has no ${operation}.`);
    found.responses = { '200': { content: { 'application/json': { schema } } } };
  }
  return copy;
}

it.skipIf(!document)('requests and sandbox answers fit the vendor document', async () => {
  if (!document) return;
  const note = { visibility: 'internal', body: 'Checked.', notify: false };
  const ticket = freshTicket(bed.sandbox.world);
  const inputs: { [N in CapabilityName]?: object[] } = {
    'ticket.read': [{ ticket }],
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
    'status.list': [{}, { board: '1' }],
    'category.list': [{ board: '1' }],
    'contact.list': [{ client: '11' }],
    'device.list': [{ client: '11', limit: 3 }],
  };
  const on = bed.context({ settings: { defaultTeam: 'Monitoring' } });
  await haloPsa.test(on);
  for (const name of capabilityNames) {
    const capability = haloPsa.capabilities[name] as DirectCapability<unknown, unknown, unknown> | undefined;
    for (const input of capability ? (inputs[name] ?? [{}]) : []) {
      const parsed = capabilityContracts[name].input.parse(input);
      await capability?.run(on, parsed, { tag: `mspclaw:spec:${name}:1` });
      await capability?.reconcile?.(on, parsed, { tag: `mspclaw:spec:${name}:1`, notBefore: on.now() });
    }
  }
  await haloPsa.triggers.webhook?.register?.(on, 'https://mspclaw.example/hook');
  await haloPsa.triggers.webhook?.check?.(on, 'https://mspclaw.example/hook');
  for (const poll of haloPsa.triggers.polls) await poll.poll(on, (await poll.poll(on, null)).cursor);

  const texts = bed.vendor.exchanges.flatMap(({ requestText, responseText }) => [requestText, responseText]);
  const check = checkExchanges(withAnswers(document, texts), bed.vendor.exchanges, {
    basePath: '/api',
    ignore: /^\/auth\/token$/,
    isAllowed: (problem) =>
      // quirk 6: a boolean in the document, a time in truth
      problem.startsWith('GET /Tickets: query lastupdatefromdate='),
  });
  console.info(
    `halo spec check: ${check.requests} requests, ${check.answers} answers, ${check.shapeless} without a documented shape`,
  );
  expect(check.problems).toEqual([]);
  expect(check.requests).toBeGreaterThan(60);
  expect(check.answers).toBeGreaterThan(60);
});
