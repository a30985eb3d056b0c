// A connector from elsewhere runs only when it is whole, trusted and a connector. Every refusal names its reason.
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { appendFileSync, cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { listPackage, type Manifest, manifestName, readPackage, signManifest } from './connector-package.ts';
import { externalConnectors, loadExternalConnectors } from './external-connectors.ts';
import { readTrust, writeTrust } from './trust.ts';

const template = path.join(import.meta.dirname, '../../../_templates/connectors/toy/tool');
const about = { id: 'toy/tool', version: '1.0.0', entry: 'connector.ts' };
let home: string;
let folder: string;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'mspclaw-external-'));
  folder = path.join(home, 'toy-tool');
  cpSync(template, folder, { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const write = (manifest: unknown) => writeFileSync(path.join(folder, manifestName), JSON.stringify(manifest));
const pack = (change: (manifest: Manifest) => Manifest = (manifest) => manifest) =>
  write(change(listPackage(folder, about)));
const trust = () => {
  const known = readTrust(home);
  writeTrust(home, { ...known, connectors: { ...known.connectors, 'toy/tool': readPackage(folder).digest } });
};
const load = (taken: string[] = []) => loadExternalConnectors({ wanted: folder, dataDir: home, taken: new Set(taken) });
const rawKey = (key: KeyObject) => Buffer.from(String(key.export({ format: 'jwk' }).x), 'base64url').toString('base64');
const believe = (key: KeyObject) => writeTrust(home, { ...readTrust(home), publishers: { Acme: rawKey(key) } });
const refusal = (taken?: string[]) => {
  const { connectors, refused } = load(taken);
  expect(connectors).toEqual({});
  expect(externalConnectors()).toEqual({});
  return refused.map(({ why }) => why).join();
};

describe('a connector from elsewhere', () => {
  it('that was trusted by name is loaded, and its errors are ours', async () => {
    pack();
    trust();
    const { connectors, said, refused } = load();
    expect(refused).toEqual([]);
    expect(said).toEqual(['toy/tool 1.0.0: This version was trusted by name.']);
    const connector = connectors['toy/tool'];
    if (!connector) throw new Error('not loaded');
    expect(externalConnectors()['toy/tool']).toBe(connector);
    const nowhere = {
      settings: { host: 'http://127.0.0.1:1' },
      secrets: { apiKey: 'k'.repeat(20), webhookSecret: 's'.repeat(30) },
    };
    const error = await connector.test(testContext(connector, nowhere)).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConnectorError);
  });

  it('that a trusted publisher signed is loaded', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    pack((manifest) => signManifest(manifest, 'Acme', privateKey));
    believe(publicKey);
    expect(load().said).toEqual(['toy/tool 1.0.0: Signed by Acme.']);
  });

  it('of a trusted publisher never goes back to an older version, unless that one is trusted by name', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const release = (version: string) => pack((manifest) => signManifest({ ...manifest, version }, 'Acme', privateKey));
    believe(publicKey);
    for (const version of ['1.9.0', '1.10.0', '1.10.0']) {
      release(version);
      expect(load().said).toEqual([`toy/tool ${version}: Signed by Acme.`]);
    }
    release('1.9.0');
    expect(refusal()).toMatch(/older than 1\.10\.0, which ran here/);
    trust();
    expect(load().said).toEqual(['toy/tool 1.9.0: This version was trusted by name.']);
  });

  it('that trust was taken back from is refused, whoever signed it', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    pack((manifest) => signManifest(manifest, 'Acme', privateKey));
    believe(publicKey);
    trust();
    expect(load().refused).toEqual([]);
    writeTrust(home, { ...readTrust(home), revoked: [readPackage(folder).digest] });
    expect(refusal()).toMatch(/Trust in this version was taken back/);
  });

  it('is refused while nobody trusts it, and the refusal says how to', async () => {
    pack();
    expect(refusal()).toMatch(/not trusted\. Nobody .* Look at it .* then trust this version/);
  });

  it('is refused under a signature of somebody else, of another version, or of nothing', async () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const stranger = generateKeyPairSync('ed25519');
    believe(publicKey);
    pack((manifest) => signManifest(manifest, 'Acme', stranger.privateKey));
    expect(refusal()).toMatch(/not trusted/);
    pack((manifest) => ({
      ...signManifest({ ...manifest, version: '0.9.0' }, 'Acme', stranger.privateKey),
      version: '1.0.0',
    }));
    expect(refusal()).toMatch(/not trusted/);
    for (const signature of ['', 'x', 'A'.repeat(88)]) {
      pack((manifest) => ({ ...manifest, publisher: 'Acme', signature }));
      expect(refusal()).toMatch(/not trusted/);
    }
  });

  it('that changed after it was trusted is refused: a byte in a file, or a new list', async () => {
    pack();
    trust();
    appendFileSync(path.join(folder, 'client.ts'), '\n// changed');
    expect(refusal()).toMatch(/"client.ts" was changed/);
    pack();
    expect(refusal()).toMatch(/not trusted/);
  });

  it('may not take the place of one of ours', async () => {
    pack();
    trust();
    expect(refusal(['toy/tool'])).toMatch(/There is a connector "toy\/tool" already/);
  });

  it.each<[string, string, RegExp]>([
    ['reads files', "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;", /imports "node:fs"/],
    ['brings a package', "import * as pg from 'pg';\nexport const x = pg;", /imports "pg"/],
    ['leaves its folder', "export * from '../../secret.ts';", /imports "\.\.\/\.\.\/secret\.ts"/],
    [
      'leaves the SDK',
      "export * from '#connectors/sdk/../../server/bus/registry.ts';",
      /imports "#connectors\/sdk\/\.\.\/\.\./,
    ],
    [
      'uses the testing part',
      "export * from '#connectors/sdk/testing/test-context.ts';",
      /imports "#connectors\/sdk\/testing/,
    ],
    ['imports what is not listed', "export * from './not-there.ts';", /imports "\.\/not-there\.ts"/],
    ['is broken', 'export const x = ;', /./],
  ])('that %s is refused', async (_what, source, why) => {
    writeFileSync(
      path.join(folder, 'test-connection.ts'),
      `${source}\nexport const testConnection = () => undefined;\n`,
    );
    pack();
    trust();
    expect(refusal()).toMatch(why);
  });

  it('that is no whole connector is refused with everything that is missing', async () => {
    writeFileSync(
      path.join(folder, 'connector.ts'),
      "export default { id: 'toy/tool', systems: ['rmm'], capabilities: { 'device.list': {}, 'no.such': {} }, auth: {} };",
    );
    pack();
    trust();
    const why = refusal();
    for (const part of [
      'name is missing',
      '"device.list" has no run()',
      '"no.such" is no capability',
      'auth has no schemas',
    ]) {
      expect(why).toContain(part);
    }
  });

  it.each<[string, (manifest: Manifest) => unknown, RegExp]>([
    [
      'names a file above',
      (m) => ({ ...m, files: { ...m.files, '../x.ts': '0'.repeat(64) } }),
      /Invalid key|plain path/i,
    ],
    [
      'names an absolute file',
      (m) => ({ ...m, files: { ...m.files, '/etc/passwd': '0'.repeat(64) } }),
      /Invalid key|plain path/i,
    ],
    [
      'names a file that is missing',
      (m) => ({ ...m, files: { ...m.files, 'x.ts': '0'.repeat(64) } }),
      /"x.ts" is missing/,
    ],
    ['has no entry among its files', (m) => ({ ...m, entry: 'other.ts' }), /not among the files/],
    ['is for another SDK', (m) => ({ ...m, sdk: 2 }), /sdk/],
    ['says more than it may', (m) => ({ ...m, postinstall: 'rm' }), /postinstall/i],
    ['is no object', () => [], /./],
  ])('whose list %s is refused', async (_what, change, why) => {
    write(change(listPackage(folder, about)));
    expect(refusal()).toMatch(why);
  });

  it('with a link among its files is refused', async () => {
    pack();
    rmSync(path.join(folder, 'client.ts'));
    symlinkSync(path.join(template, 'client.ts'), path.join(folder, 'client.ts'));
    expect(refusal()).toMatch(/no plain file/);
  });

  it('that is refused leaves the others in use', async () => {
    pack();
    trust();
    const { connectors, refused } = loadExternalConnectors({
      wanted: ` ./nowhere , no-such-package,${folder}`,
      dataDir: home,
      taken: new Set(),
    });
    expect(Object.keys(connectors)).toEqual(['toy/tool']);
    expect(refused.map(({ what }) => what)).toEqual(['./nowhere', 'no-such-package']);
  });
});
