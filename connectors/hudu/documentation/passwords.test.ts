// Passwords stay in Hudu: nobody asks for them, and what lies beside them in other answers goes no further.

import { expect, it } from 'vitest';
import { errorOf } from '#connectors/sdk/testing/error-of.ts';
import { readPage } from './client.ts';
import { huduDocumentation } from './connector.ts';
import { openHuduBed } from './testing/hudu-bed.ts';
import { articleShape } from './vendor-shapes.ts';

const bed = openHuduBed();
const backup = () => {
  const record = bed.sandbox.world.state.documents.find(({ title }) => title === 'Backup of ACME-DC01');
  return `assets:11.${record?.id}`;
};

it('no request goes to a password, and nothing of one is in any answer of any capability', async () => {
  const answers: unknown[] = [await huduDocumentation.test(bed.context())];
  const found = await bed.searchAll({});
  answers.push(found, await bed.searchAll({ text: 'never-read' }));
  for (const { id } of found) answers.push(await bed.read(id));
  answers.push(await bed.run('client.list'), await bed.run('device.list'));
  expect(found.length).toBeGreaterThan(25);
  for (const { path, method, query } of bed.vendor.exchanges) {
    expect(method).toBe('GET');
    expect(`${path} ${JSON.stringify(query)}`).not.toMatch(/password/i);
  }
  const whole = JSON.stringify(answers);
  // the sandbox did put them where Hudu keeps them
  expect(bed.vendor.exchanges.some(({ responseText }) => responseText.includes('never-read-'))).toBe(true);
  expect(whole).not.toContain('never-read-');
  for (const { name, password, otpSecret, notes } of bed.sandbox.world.state.passwords) {
    for (const secret of [name, password, otpSecret, notes]) expect(whole).not.toContain(secret);
  }
});

it('words about passwords may be looked for: the how-to is found', async () => {
  const titles = (await bed.searchAll({ text: 'password resets' })).map(({ title }) => title);
  expect(titles).toEqual(['Password resets: who may ask']);
});

it('a plain field that is called a password is left out too, and the text says how many', async () => {
  const device = bed.sandbox.world.device('ACME-DC01');
  const { text } = await bed.read(`assets:11.${device?.configurationId}`);
  expect(text).toContain('Operating System: Windows Server 2022 Standard');
  expect(text).toContain('(Not shown: 1 field with passwords or files.)');
});

it('a kind of field that nobody has looked at is not shown', async () => {
  bed.quirk({ extraField: { label: 'Vault', field_type: 'ShinyNewSecretType', value: 'never-read-vault' } });
  expect((await bed.read(backup())).text).not.toContain('never-read');
});

it('an asset whose layout cannot be read is not shown at all', async () => {
  bed.vendor.addFault({ kind: 'status', status: 403, path: '/asset_layouts/' });
  expect((await errorOf(bed.read(backup()))).kind).toBe('forbidden');
});

it.each([
  ['/asset_passwords', {}],
  ['/password_folders', {}],
  ['/companies/11/passwords', {}],
])('the road itself refuses %s %o before anything is sent', async (path, query) => {
  const on = bed.context();
  const asked = readPage(on, 'x', articleShape, { action: 'read', path, query, page: 1, size: 1 });
  expect([(await errorOf(asked)).kind, on.sent.length]).toEqual(['unsupported', 0]);
});
