// Every request we send, held against the index of IT Glue's operations.
import { expect, it } from 'vitest';
import { itGlueDocumentation } from './connector.ts';
import { openItGlueBed } from './testing/it-glue-bed.ts';
import { checkOperations, loadOperations } from './testing/operations-check.ts';

const bed = openItGlueBed();
const index = loadOperations();

it.skipIf(!index)('every request is an operation of IT Glue, with filters it knows', async () => {
  if (!index) return;
  await itGlueDocumentation.test(bed.context());
  for (const { id } of [...(await bed.searchAll({})), ...(await bed.searchAll({ client: '11', text: 'backup' }))]) {
    await bed.read(id);
  }
  for (const name of ['client.list', 'contact.list', 'device.list'] as const) await bed.run(name);
  await bed.run('contact.list', { client: '11' });
  await bed.run('device.list', { client: '11' });
  const check = checkOperations(
    index,
    bed.vendor.exchanges,
    // said in API.md as the other form that opens folders; the index has the plain one
    new Set(['filter[document_folder_id][ne]']),
  );
  console.info(`it glue operations check: ${check.requests} requests of ${check.operations} operations`);
  expect(check.problems).toEqual([]);
  expect(check.operations).toBe(8);
  expect(check.requests).toBeGreaterThan(80);
});
