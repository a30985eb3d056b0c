// Every request we send and every answer our sandbox gives, held against Autotask's own Swagger document.
import { expect, it } from 'vitest';
import { z } from 'zod';
import { type CapabilityName, capabilityContracts, capabilityNames } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { Exchange } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { knownProperties } from '#connectors/sdk/testing/openapi-schema.ts';
import { checkExchanges, loadVendorSpec, type OpenApiDocument } from '#connectors/sdk/testing/spec-check.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { autotaskPsa } from './connector.ts';
import { autotaskSandbox } from './sandbox/autotask-sandbox.ts';
import { internal } from './testing/autotask-bed.ts';

const document = loadVendorSpec('autotask');

/** known holes of the document */
const allowed = [
  // every next page is at an address of its own, which the document leaves out
  /^POST \/V1\.0\/\w+\/query\/next: is not in the document$/,
  // other sources have time below its ticket; the document only has it flat, which is asked second
  /^POST \/V1\.0\/Tickets\/\d+\/TimeEntries: is not in the document$/,
  // the document was rebuilt from a client that shows this list of words as an empty class
  /\/entityInformation: answer \/info\/userAccessFor\w+ must be object$/,
];

/** Names inside a query are texts to the document: a wrong one would pass there and be refused by Autotask. */
function queriedNames(spec: OpenApiDocument, exchanges: readonly Exchange[]): { name: string; isKnown: boolean }[] {
  const schemas = spec.components?.schemas ?? {};
  return exchanges.flatMap(({ path, requestText }) => {
    const entity = /\/V1\.0\/(\w+)\/query/.exec(path)?.[1];
    const answer = spec.paths[`/V1.0/${entity}/query`]?.post?.responses?.['200']?.content?.['application/json']?.schema;
    const page = schemas[answer?.$ref?.split('/').at(-1) ?? ''];
    const names = page?.properties?.items?.items && knownProperties(page.properties.items.items, schemas);
    if (!names || requestText === '') return [];
    const body = queryShape.parse(JSON.parse(requestText));
    const asked = [...(body.includeFields ?? []), ...body.filter.flatMap((filter) => filter.field ?? [])];
    return asked.map((name) => ({ name: `${entity}.${name}`, isKnown: names.has(name) }));
  });
}
const queryShape = z.object({
  includeFields: z.array(z.string()).optional(),
  filter: z.array(z.object({ field: z.string().optional() })),
});

it.skipIf(!document)('requests and sandbox answers fit the vendor document', async () => {
  if (!document) return;
  const sandbox = await startSandbox({ vendors: [{ dialect: autotaskSandbox }] });
  const vendor = sandbox.vendors['autotask/psa'];
  if (!vendor) throw new Error('no sandbox');
  const fresh = () => String(sandbox.world.addTicket({ title: 'Printer down', clientId: 11 }, 'tlind').id);
  const inputs: { [N in CapabilityName]?: object } = {
    'ticket.read': { ticket: '5001' },
    'ticket.search': { text: 'crash', isClosed: true, updatedSince: '2020-01-01T00:00:00Z', client: '11', limit: 1 },
    'ticket.create': {
      client: '11',
      title: 'New',
      description: 'x',
      priority: 'high',
      note: internal('y'),
      contact: '51',
    },
    'ticket.update': { ticket: fresh(), title: 'Other', status: 'In Progress', category: 'Endpoint / PowerShell' },
    'ticket.note.list': { ticket: '5001' },
    'ticket.note.add': { ticket: fresh(), note: internal('x') },
    'ticket.assign': { ticket: fresh(), member: 'mreyes' },
    'ticket.resolve': { ticket: fresh(), note: internal('x') },
    'ticket.time.add': { ticket: fresh(), minutes: 15, note: internal('x') },
    'contact.list': { client: '11' },
    'device.list': { client: '11', limit: 2 },
  };
  try {
    const on = testContext(autotaskPsa, vendor.connection());
    await autotaskPsa.test(on);
    for (const name of capabilityNames) {
      const capability = autotaskPsa.capabilities[name] as DirectCapability<unknown, unknown, unknown> | undefined;
      if (!capability) continue;
      const tag = `mspclaw:spec:${name}:1`;
      const input = capabilityContracts[name].input.parse(inputs[name] ?? {});
      const output = await capability.run(on, input, { tag });
      await capability.reconcile?.(on, input, { tag, notBefore: new Date(0) });
      const next = typeof output === 'object' && output !== null && 'next' in output ? output.next : null;
      if (next) await capability.run(on, { ...(input as object), cursor: next }, { tag });
    }
    (vendor.dialectState() as { quirks: { timeEntryPath: string } }).quirks.timeEntryPath = 'flat';
    const time = { ticket: fresh(), minutes: 15, note: internal('x') };
    await autotaskPsa.capabilities['ticket.time.add']?.run(on, time, { tag: 'mspclaw:spec:flat:1' });
    await autotaskPsa.triggers.webhook?.register?.(on, 'https://mspclaw.example/hook');
    await autotaskPsa.triggers.webhook?.register?.(on, 'https://mspclaw.example/hook');
    await autotaskPsa.triggers.webhook?.check?.(on, 'https://mspclaw.example/hook');
    for (const poll of autotaskPsa.triggers.polls) await poll.poll(on, (await poll.poll(on, null)).cursor);

    const check = checkExchanges(document, vendor.exchanges, {
      basePath: '/ATServicesRest',
      checksNestedFields: true,
      isAllowed: (problem) => allowed.some((hole) => hole.test(problem)),
    });
    console.info(
      `autotask spec check: ${check.requests} requests, ${check.answers} answers, ${check.shapeless} without a documented shape`,
    );
    expect(check.problems).toEqual([]);
    const queried = queriedNames(document, vendor.exchanges);
    expect(queried.length).toBeGreaterThan(50);
    expect(queried.filter(({ isKnown }) => !isKnown)).toEqual([]);
    expect(check.requests).toBeGreaterThan(80);
    expect(check.answers).toBeGreaterThan(60);
  } finally {
    await sandbox.close();
  }
});
