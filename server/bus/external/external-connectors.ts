// Connectors that are not part of this repository: named in MSPCLAW_CONNECTORS, checked, trusted, loaded once when the
// process starts. What is refused is said and left out; the rest of the product does not wait for it.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Connector } from '#connectors/sdk/connector.ts';
import { manifestName, readPackage } from './connector-package.ts';
import { loadPackage } from './load-package.ts';
import { judgeTrust, readTrust, rememberVersion } from './trust.ts';

export interface LoadOptions {
  /** folders and names of installed packages, separated by commas */
  wanted: string | undefined;
  dataDir: string;
  /** ids of our own, which nobody may take */
  taken: ReadonlySet<string>;
}

export interface Loaded {
  connectors: Record<string, Connector>;
  /** "acme/desk 1.0.0: Signed by Acme." */
  said: string[];
  refused: { what: string; why: string }[];
}

/** Shared by the code that Node runs and the code that the console's bundle holds: two copies of this file, one table. */
const shared = Symbol.for('mspclaw.external-connectors');
const table = globalThis as { [shared]?: Record<string, Connector> };

export const externalConnectors = (): Readonly<Record<string, Connector>> => table[shared] ?? {};

export function loadExternalConnectors(options: LoadOptions): Loaded {
  const loaded: Loaded = { connectors: {}, said: [], refused: [] };
  const wanted = (options.wanted ?? '').split(',').map((text) => text.trim());
  for (const what of wanted.filter(Boolean)) {
    try {
      const { connector, said } = loadOne(what, options, loaded.connectors);
      loaded.connectors[connector.id] = connector;
      loaded.said.push(said);
    } catch (error) {
      loaded.refused.push({ what, why: error instanceof Error ? error.message : String(error) });
    }
  }
  table[shared] = loaded.connectors;
  return loaded;
}

function loadOne(what: string, options: LoadOptions, others: Record<string, Connector>) {
  const packed = readPackage(folderOf(what));
  const { id, version } = packed.manifest;
  if (options.taken.has(id) || others[id]) throw new Error(`There is a connector "${id}" already.`);
  const { isTrusted, why } = judgeTrust(packed, readTrust(options.dataDir));
  if (!isTrusted) {
    throw new Error(
      `"${id}" ${version} is not trusted. ${why} Look at it (mspclaw connector inspect ${what}), then trust this version (mspclaw connector trust ${what} --digest ${packed.digest}).`,
    );
  }
  const connector = loadPackage(packed);
  rememberVersion(options.dataDir, packed);
  return { connector, said: `${id} ${version}: ${why}` };
}

/** A path to a folder, or the name of a package that npm installed beside ours. */
export function folderOf(what: string): string {
  if (path.isAbsolute(what) || /^\.{1,2}[\\/]/.test(what)) return path.resolve(what);
  const require = createRequire(import.meta.url);
  for (const base of require.resolve.paths(what) ?? []) {
    if (existsSync(path.join(base, what, manifestName))) return path.join(base, what);
  }
  throw new Error(
    `There is no package "${what}" with a ${manifestName}. A folder is named by its path, like ./my-connector.`,
  );
}
