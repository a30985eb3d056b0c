// `mspclaw connector inspect | trust <folder>`: what a connector from elsewhere consists of, and saying yes to exactly that.
// Neither runs any of its code.
import path from 'node:path';
import { type ConnectorPackage, readPackage } from '#server/bus/external/connector-package.ts';
import { folderOf } from '#server/bus/external/external-connectors.ts';
import { readTrust, type Trust, whyTrusted, writeTrust } from '#server/bus/external/trust.ts';
import { readEnv } from '../read-env.ts';

const dataDir = () => path.resolve(readEnv().MSPCLAW_DATA_DIR);

export function describePackage(packed: ConnectorPackage, trust: Trust): string[] {
  const { manifest, digest, files } = packed;
  return [
    `${manifest.id} ${manifest.version}${manifest.publisher ? `, says it is by ${manifest.publisher}` : ''}`,
    `digest  ${digest}`,
    `trust   ${whyTrusted(packed, trust) ?? 'Nobody you trust signed it, and this version was not trusted by name.'}`,
    ...[...files].map(([file, bytes]) => `        ${file} (${bytes.length} bytes)`),
    'Its code runs with all the rights of MSPclaw. Read it before you trust it.',
  ];
}

export async function inspect(_options: object, [what = '']: string[]): Promise<number> {
  process.stdout.write(`${describePackage(readPackage(folderOf(what)), readTrust(dataDir())).join('\n')}\n`);
  return 0;
}

/** @param options.publisher "Acme=<public key>": trust whatever this key signs, instead of one version */
export async function trust(options: { publisher?: string }, [what = '']: string[]): Promise<number> {
  const known = readTrust(dataDir());
  if (options.publisher) {
    const at = options.publisher.indexOf('=');
    const [name, key] = [options.publisher.slice(0, at), options.publisher.slice(at + 1)];
    if (at < 1 || Buffer.from(key, 'base64').length !== 32) throw new Error('--publisher is <name>=<public key>.');
    writeTrust(dataDir(), { ...known, publishers: { ...known.publishers, [name]: key } });
    process.stdout.write(`Trusted: everything that ${name} signs with this key.\n`);
    return 0;
  }
  const packed = readPackage(folderOf(what));
  writeTrust(dataDir(), { ...known, connectors: { ...known.connectors, [packed.manifest.id]: packed.digest } });
  process.stdout.write(`Trusted: ${packed.manifest.id} ${packed.manifest.version}, exactly ${packed.digest}.\n`);
  return 0;
}
