// Passwords stay in IT Glue: nobody asks for them, and what lies beside them in other answers goes no further.
import { expect, it } from 'vitest';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { readPage } from './client.ts';
import { itGlueDocumentation } from './connector.ts';
import { openItGlueBed } from './testing/it-glue-bed.ts';
import { documentShape } from './vendor-shapes.ts';

const bed = openItGlueBed();

it('no request goes to a password, and nothing of one is in any answer of any capability', async () => {
  const answers: unknown[] = [await itGlueDocumentation.test(bed.context())];
  const found = await bed.searchAll({});
  answers.push(found, await bed.searchAll({ text: 'password' }), await bed.searchAll({ text: 'never-read' }));
  for (const { id } of found) answers.push(await bed.read(id));
  for (const name of ['client.list', 'contact.list', 'device.list'] as const) answers.push(await bed.run(name));
  expect(found.length).toBeGreaterThan(25);
  for (const { path, query } of bed.vendor.exchanges) {
    expect(`${path} ${JSON.stringify(query)}`).not.toMatch(/password/i);
  }
  const whole = JSON.stringify(answers);
  // the sandbox did put them where IT Glue keeps them
  expect(bed.vendor.exchanges.some(({ responseText }) => responseText.includes('never-read-'))).toBe(true);
  expect(whole).not.toContain('never-read-');
  for (const { name, password, otpSecret, notes } of bed.sandbox.world.state.passwords) {
    for (const secret of [name, password, otpSecret, notes]) expect(whole).not.toContain(secret);
  }
});

it('a search for words of a secret field finds nothing: not even whether it is there can be asked', async () => {
  expect(await bed.searchAll({ text: 'never-read-field-acme-backup' })).toEqual([]);
});

it('words about passwords may be looked for: the how-to is found', async () => {
  const titles = (await bed.searchAll({ text: 'password resets' })).map(({ title }) => title);
  expect(titles).toEqual(['Password resets: who may ask']);
});

it('a document says that fields were left out, and how many', async () => {
  const record = bed.sandbox.world.state.documents.find(({ title }) => title === 'Backup of ACME-DC01');
  const { text } = await bed.read(`flexible_assets:${record?.id}`);
  expect(text).toContain('Product: Image backup');
  expect(text).toContain('(Not shown: 1 field with passwords or files.)');
});

it('an asset whose fields cannot be read is not shown at all', async () => {
  const record = bed.sandbox.world.state.documents.find(({ title }) => title === 'Backup of ACME-DC01');
  bed.vendor.addFault({ kind: 'status', status: 403, path: 'flexible_asset_fields' });
  await expect(bed.read(`flexible_assets:${record?.id}`)).rejects.toThrow(/refused/);
});

it.each([
  ['/passwords', {}],
  ['/organizations/11/relationships/passwords', {}],
  ['/flexible_assets', { include: 'passwords' }],
])('the road itself refuses %s %o before anything is sent', async (path, query) => {
  const on = bed.context();
  const asked = readPage(on, documentShape, { action: 'read', path, query, page: 1, size: 1 });
  await expect(asked).rejects.toBeInstanceOf(ConnectorError);
  expect(on.sent).toEqual([]);
});
