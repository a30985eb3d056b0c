// Runs a checked package: the code that runs is the bytes that were hashed, and it may import what a connector of ours may:
// itself, the SDK and zod. That keeps honest code honest; it is no cage. Who trusts a package lets it run as MSPclaw.
import { createRequire, registerHooks, stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { checkConnector } from '#connectors/sdk/check-connector.ts';
import type { Connector } from '#connectors/sdk/connector.ts';
import type { ConnectorPackage } from './connector-package.ts';

/** where no file is: what is loaded from there comes from the checked bytes, never from the disk */
const nowhere = path.resolve('/mspclaw-connector-packages');
const scheme = pathToFileURL(`${nowhere}${path.sep}`).href;
// by this file's path and not as `new URL(..., import.meta.url)`: the console's compiler would look for an asset there
const here = fileURLToPath(import.meta.url);
const sdk = pathToFileURL(path.join(path.dirname(here), '../../../connectors/sdk', path.sep));
const loaded = new Map<string, ConnectorPackage>();
const requireModule = createRequire(here);
let isHooked = false;

/** @throws Error with everything that is wrong with it */
export function loadPackage(packed: ConnectorPackage): Connector {
  hookOnce();
  loaded.set(packed.digest, packed);
  // by Node itself, whoever else compiles this file
  const exported = requireModule(path.join(nowhere, packed.digest, packed.manifest.entry)) as Record<string, unknown>;
  const candidates = [exported.default, ...Object.values(exported)].filter(
    (value) => typeof value === 'object' && value !== null && 'capabilities' in value && 'auth' in value,
  );
  const [connector] = candidates;
  if (!connector) throw new Error(`${packed.manifest.entry} exports no connector.`);
  const problems = checkConnector(connector);
  if (problems.length > 0) throw new Error(problems.join(' '));
  const { id } = connector as Connector;
  if (id !== packed.manifest.id) throw new Error(`It calls itself "${id}", its list says "${packed.manifest.id}".`);
  return connector as Connector;
}

const addressOf = (digest: string, file: string) => `${scheme}${digest}/${file}`;

function hookOnce(): void {
  if (isHooked) return;
  isHooked = true;
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier.startsWith(nowhere)) return { url: pathToFileURL(specifier).href, shortCircuit: true };
      const parent = context.parentURL ?? '';
      if (!parent.startsWith(scheme)) return next(specifier, context);
      return { url: resolveFor(parent, specifier), shortCircuit: true };
    },
    load(url, context, next) {
      if (!url.startsWith(scheme)) return next(url, context);
      const { packed, file } = partsOf(url);
      const source = packed.files.get(file)?.toString('utf8') ?? '';
      return {
        format: 'module',
        source: file.endsWith('.ts') ? stripTypeScriptTypes(source) : source,
        shortCircuit: true,
      };
    },
  });
}

/** @throws Error for anything but itself, the SDK and zod */
function resolveFor(parent: string, specifier: string): string {
  const { packed, file } = partsOf(parent);
  const refuse = () =>
    new Error(
      `"${file}" of ${packed.manifest.id} imports "${specifier}". A connector imports itself, the SDK and zod.`,
    );
  if (specifier === 'zod') return import.meta.resolve('zod');
  if (specifier.startsWith('#connectors/sdk/')) {
    const url = new URL(specifier.slice('#connectors/sdk/'.length), sdk);
    const inside = path.relative(fileURLToPath(sdk), fileURLToPath(url)).replaceAll('\\', '/');
    if (inside.startsWith('..') || /^(sandbox|testing)\//.test(inside)) throw refuse();
    return pathToFileURL(fileURLToPath(url)).href;
  }
  if (!/^\.{1,2}\//.test(specifier)) throw refuse();
  const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
  if (!packed.files.has(target)) throw refuse();
  return addressOf(packed.digest, target);
}

function partsOf(url: string): { packed: ConnectorPackage; file: string } {
  const [, digest = '', file = ''] = /^([0-9a-f]{64})\/(.+)$/.exec(url.slice(scheme.length)) ?? [];
  const packed = loaded.get(digest);
  if (!packed) throw new Error(`There is no such package: ${url}`);
  return { packed, file };
}
