// `mspclaw connector pack <folder>`: writes the list of a connector's files, signed when a key is given.
import { createPrivateKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { listPackage, manifestName, readPackage, signManifest } from '#server/bus/external/connector-package.ts';

interface Options {
  id: string;
  release: string;
  entry: string;
  publisher?: string;
  key?: string;
  json?: boolean;
}

export async function run(options: Options, [folder = '']: string[]): Promise<number> {
  const target = path.resolve(folder);
  const list = listPackage(target, { id: options.id, version: options.release, entry: options.entry });
  if (Boolean(options.key) !== Boolean(options.publisher)) throw new Error('--key and --publisher go together.');
  const manifest = options.key
    ? signManifest(list, options.publisher ?? '', createPrivateKey(readFileSync(options.key)))
    : list;
  writeFileSync(path.join(target, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
  const { digest } = readPackage(target);
  const said = { ok: true, id: options.id, version: options.release, digest, files: Object.keys(list.files).length };
  process.stdout.write(
    options.json
      ? `${JSON.stringify(said)}\n`
      : `Wrote ${manifestName}: ${said.files} files, digest ${digest}${options.key ? `, signed as ${options.publisher}` : ', not signed'}.\n`,
  );
  return 0;
}
