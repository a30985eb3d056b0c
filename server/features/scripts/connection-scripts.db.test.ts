// What the installed playbooks need, beside what a vendor's library holds.
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { capabilityCatalog } from '#server/bus/catalog.ts';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import { AppError } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { installLibrary, readLibrary } from '../playbooks/install-library.ts';
import { downloadScript } from './download-script.ts';
import { compareScripts, listConnectionScripts } from './list-connection-scripts.ts';
import type { VendorScript, VendorScripts } from './scripts-deps.ts';

const database = testDatabase();
const library = readLibrary(fileURLToPath(new URL('../../../playbooks/library', import.meta.url)));
let tenant: TenantContext;
const connectionId = newId();

beforeAll(async () => {
  tenant = await createTestOrg(database);
  await installLibrary(tenant, library, { database, catalog: capabilityCatalog });
  await database.withTenant(tenant, (db) =>
    db.connection.create({
      data: {
        orgId: tenant.orgId,
        id: connectionId,
        connector: 'some/rmm',
        name: 'Our RMM',
        ingestSecret: new Uint8Array(32),
        ingestSecretHash: new Uint8Array(32),
      },
    }),
  );
});

const vendorWith = (items: VendorScript[]): VendorScripts => ({
  scripts: async () => ({
    connectorName: 'Some RMM',
    canRun: true,
    hasCallback: true,
    list: { isReadable: true, items },
  }),
});
const list = (vendors: VendorScripts) =>
  listConnectionScripts(tenant, { connectionId }, { database, vendors, now: () => new Date() });
const restart = async (vendors: VendorScripts) => {
  const found = (await list(vendors)).scripts.find(({ name }) => name === 'restart-service');
  if (!found) throw new Error('not listed');
  return found;
};
const theirs = (id: string, name: string, parameters: string[] = []): VendorScript => ({
  id,
  name,
  parameters: parameters.map((parameter) => ({ name: parameter })),
});

describe('the scripts of a connection', () => {
  it('are each listed once, with who needs them and exactly how to import one that is missing', async () => {
    const script = await restart(vendorWith([theirs('9', 'Restart-Service')]));
    expect(script).toMatchObject({
      state: 'missing',
      language: 'PowerShell',
      os: 'windows',
      effect: 'write',
      canWrap: true,
      isContested: false,
      vendorIds: [],
    });
    expect(script.playbooks.map(({ slug }) => slug)).toEqual(
      expect.arrayContaining(['powershell-crash', 'service-stopped']),
    );
    expect(script.parameters.map(({ name, isOurs }) => [name, isOurs])).toEqual([
      ['service', false],
      ['RunTag', true],
      ['CallbackUrl', true],
    ]);
    const steps = script.steps.join('\n');
    expect(steps).toContain('name it exactly "restart-service"');
    expect(steps).toContain('service (text, required), RunTag (text)');
    expect(steps).toContain('CallbackUrl');
  });

  it('that are there need nothing; two of one name, and variables that lack, are said', async () => {
    const whole = theirs('1', 'restart-service', ['Service', 'RunTag']);
    expect(await restart(vendorWith([whole]))).toMatchObject({ state: 'found', steps: [], vendorIds: ['1'] });
    // a vendor that does not tell variables is not accused of lacking them
    expect(await restart(vendorWith([theirs('1', 'restart-service')]))).toMatchObject({ state: 'found', steps: [] });
    const lacking = await restart(vendorWith([theirs('1', 'restart-service', ['service'])]));
    expect(lacking).toMatchObject({ state: 'found', missingParameters: ['RunTag'] });
    expect(lacking.steps.join(' ')).toContain('RunTag');
    const twice = await restart(vendorWith([whole, theirs('2', 'restart-service')]));
    expect(twice).toMatchObject({ state: 'ambiguous', vendorIds: ['1', '2'] });
  });

  it('are shown with their instructions also when the library cannot be read or the connection is off', async () => {
    const why = 'The key lacks "Scripting: read".';
    const unread: VendorScripts = {
      scripts: async () => ({
        connectorName: 'Some RMM',
        canRun: true,
        hasCallback: false,
        list: { isReadable: false, why },
      }),
    };
    expect(await list(unread)).toMatchObject({ why, hasCallback: false });
    expect(await restart(unread)).toMatchObject({
      state: 'unknown',
      steps: expect.arrayContaining([expect.any(String)]),
    });
    const off: VendorScripts = {
      scripts: () => Promise.reject(new AppError('CONFLICT', { message: '"Our RMM" is switched off.' })),
    };
    expect(await list(off)).toMatchObject({ connectorName: 'Our RMM', why: '"Our RMM" is switched off.' });
  });

  it('of one name and different text are contested: only one can be right at the vendor', () => {
    const playbook = (slug: string, sha256: string) => ({
      slug,
      title: slug,
      isEnabled: true,
      source: `needs: { scripts: { fix: { os: linux, file: scripts/fix.sh, sha256: "${sha256}" } } }`,
      scripts: { fix: { file: 'scripts/fix.sh', sha256, text: '#!/bin/sh\n' } },
    });
    const compared = compareScripts([playbook('one', 'aa'), playbook('two', 'bb'), playbook('three', 'aa')], [], 'X');
    expect(compared.map(({ playbooks, isContested }) => [playbooks.map(({ slug }) => slug), isContested])).toEqual([
      [['one', 'three'], true],
      [['two'], true],
    ]);
    expect(compared[0]).toMatchObject({ language: 'Bash', canWrap: false });
    expect(compareScripts([{ ...playbook('broken', 'aa'), source: ': [' }], [], 'X')).toEqual([]);
  });

  it('of another org are not found', async () => {
    const stranger = await createTestOrg(database);
    const input = { connectionId };
    await expect(
      listConnectionScripts(stranger, input, { database, vendors: vendorWith([]), now: () => new Date() }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(
      downloadScript(stranger, { slug: 'service-stopped', name: 'restart-service', wrapper: false }, { database }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

it('a script is downloaded as the playbook carries it, or wrapped, with the hash of what is downloaded', async () => {
  const file = library.find(({ slug }) => slug === 'service-stopped')?.files['scripts/restart-service.ps1'];
  const input = { slug: 'service-stopped', name: 'restart-service' };
  const plain = await downloadScript(tenant, { ...input, wrapper: false }, { database });
  expect(plain).toMatchObject({
    fileName: 'restart-service.ps1',
    text: file,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  const wrapped = await downloadScript(tenant, { ...input, wrapper: true }, { database });
  expect(wrapped.fileName).toBe('restart-service.wrapped.ps1');
  expect(wrapped.text).toContain(plain.text);
  expect(wrapped.text).toContain(plain.sha256);
  await expect(
    downloadScript(tenant, { ...input, name: '__proto__', wrapper: false }, { database }),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
