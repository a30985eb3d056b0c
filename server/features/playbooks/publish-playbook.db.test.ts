import { describe, expect, it } from 'vitest';
import { capabilityContracts } from '#connectors/sdk/capability-contracts.ts';
import { sha256Hex } from '#server/engine/engine.ts';
import { makeCatalog } from '#server/engine/testing/make-catalog.ts';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { publishPlaybook } from './publish-playbook.ts';

const database = testDatabase();
const deps = { database, catalog: makeCatalog(capabilityContracts) };
const script = 'Write-Output "hello"\n';
const file = 'scripts/hello.ps1';

const source = (version = '1.0.0', title = 'Hello', sha256 = sha256Hex(script)) => `apiVersion: mspclaw/v1
kind: Playbook
name: hello
version: ${version}
title: ${title}
summary: For tests.
category: self-healing
needs:
  capabilities: [script.run]
  scripts:
    hello: { os: windows, effect: write, file: ${file}, sha256: "${sha256}" }
on: [{ alert: { kind: process.crash } }]
steps:
  - call: script.run
    with: { device: "\${{ device.id }}", script: hello }
    undo: { impossible: It only says hello. }
`;
const publish = (tenant: TenantContext, text: string, more: object = {}) =>
  publishPlaybook(tenant, { source: text, files: { [file]: script }, ...more }, deps);
const stored = (tenant: TenantContext) =>
  database.withTenant(tenant, (db) => db.playbook.findMany({ include: { versions: { orderBy: { id: 'asc' } } } }));

describe('publishing', () => {
  it('stores source and scripts and makes the version live', async () => {
    const tenant = await createTestOrg(database);
    const published = await publish(tenant, source());
    const [row] = await stored(tenant);
    expect(row).toMatchObject({ slug: 'hello', title: 'Hello', enabled: true, liveVersionId: published.versionId });
    expect(row?.versions[0]).toMatchObject({
      contentHash: published.contentHash,
      source: source(),
      scripts: { hello: { file, sha256: sha256Hex(script), text: script } },
    });
  });

  it('the same content again, 10 times at once, is one version', async () => {
    const tenant = await createTestOrg(database);
    const all = await Promise.all(Array.from({ length: 10 }, () => publish(tenant, source())));
    expect(all.filter((one) => one.isNew)).toHaveLength(1);
    expect(new Set(all.map((one) => one.versionId)).size).toBe(1);
    expect((await stored(tenant)).map((row) => row.versions.length)).toEqual([1]);
  });

  it('a new version takes over, and a person who switched the playbook off is not overruled', async () => {
    const tenant = await createTestOrg(database);
    await publish(tenant, source());
    await database.withTenant(tenant, (db) => db.playbook.updateMany({ data: { enabled: false } }));
    const second = await publish(tenant, source('1.1.0', 'Hello again'));
    const [row] = await stored(tenant);
    expect(row).toMatchObject({ title: 'Hello again', enabled: false, liveVersionId: second.versionId });
  });

  it('a draft does not become live', async () => {
    const tenant = await createTestOrg(database);
    const first = await publish(tenant, source());
    await publish(tenant, source('2.0.0'), { isLive: false });
    expect((await stored(tenant))[0]?.liveVersionId).toBe(first.versionId);
  });
});

describe('refused, with nothing stored', () => {
  it.each([
    ['other content under a known version', source('1.0.0', 'Changed'), {}, 'Raise the version'],
    [
      'a script that is not what the manifest pins',
      source('1.0.1'),
      { files: { [file]: `${script} ` } },
      'has the SHA-256',
    ],
    ['a script that is missing', source('1.0.1'), { files: {} }, 'is missing'],
    [
      'a file that the manifest does not name',
      source('1.0.1'),
      { files: { [file]: script, 'scripts/x.ps1': '' } },
      'not in needs.scripts',
    ],
    [
      'what does not pass the check',
      source('1.0.1').replace('script.run\n    with', 'script.rum\n    with'),
      {},
      'does not pass the check: line',
    ],
    ['what is no YAML', '{', {}, 'does not pass the check'],
  ])('%s', async (_title, text, more, message) => {
    const tenant = await createTestOrg(database);
    await publish(tenant, source());
    const before = await stored(tenant);
    await expect(publish(tenant, text, more)).rejects.toThrow(message);
    expect(await stored(tenant)).toEqual(before);
  });
});
