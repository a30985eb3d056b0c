// `mspclaw connector inspect | trust <folder>`: what a connector from elsewhere consists of, and saying yes to exactly that;
// `distrust` takes it back. None of them runs any of its code.
import path from 'node:path';
import { type ConnectorPackage, readPackage } from '#server/bus/external/connector-package.ts';
import { folderOf } from '#server/bus/external/external-connectors.ts';
import { judgeTrust, readTrust, type Trust, writeTrust } from '#server/bus/external/trust.ts';
import { readEnv } from '../read-env.ts';

const dataDir = () => path.resolve(readEnv().MSPCLAW_DATA_DIR);

export function describePackage(packed: ConnectorPackage, trust: Trust): string[] {
  const { manifest, digest, files } = packed;
  return [
    `${manifest.id} ${manifest.version}${manifest.publisher ? `, says it is by ${manifest.publisher}` : ''}`,
    `digest  ${digest}`,
    `trust   ${judgeTrust(packed, trust).why}`,
    ...[...files].map(([file, bytes]) => `        ${file} (${bytes.length} bytes)`),
    'Its code runs with all the rights of MSPclaw. Read it before you trust it.',
  ];
}

export async function inspect(_options: object, [what = '']: string[]): Promise<number> {
  process.stdout.write(`${describePackage(readPackage(folderOf(what)), readTrust(dataDir())).join('\n')}\n`);
  return 0;
}

/**
 * @param options.publisher "Acme=<public key>": trust whatever this key signs, instead of one version
 * @param options.digest what was inspected: refused when the folder is another by now
 */
export async function trust(options: { publisher?: string; digest?: string }, [what = '']: string[]): Promise<number> {
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
  if (options.digest && options.digest !== packed.digest) {
    throw new Error(`It is ${packed.digest} now, not what was looked at. Nothing was trusted.`);
  }
  writeTrust(dataDir(), {
    ...known,
    connectors: { ...known.connectors, [packed.manifest.id]: packed.digest },
    revoked: known.revoked.filter((digest) => digest !== packed.digest),
  });
  process.stdout.write(`Trusted: ${packed.manifest.id} ${packed.manifest.version}, exactly ${packed.digest}.\n`);
  return 0;
}

/** @param what a publisher's name, a connector's id, or a digest. What runs already runs until MSPclaw is started again. */
export async function distrust(_options: object, [what = '']: string[]): Promise<number> {
  const known = readTrust(dataDir());
  const { [what]: key, ...publishers } = known.publishers;
  const { [what]: version, ...connectors } = known.connectors;
  const digest = /^[0-9a-f]{64}$/.test(what) ? what : version;
  if (!key && !digest)
    throw new Error(`Nothing called "${what}" is trusted. It is a publisher, a connector or a digest.`);
  writeTrust(dataDir(), {
    ...known,
    publishers,
    connectors: Object.fromEntries(Object.entries(connectors).filter(([, one]) => one !== digest)),
    revoked: digest ? [...new Set([...known.revoked, digest])] : known.revoked,
  });
  process.stdout.write(`Not trusted any more: ${what}. Start MSPclaw again for it to count.\n`);
  return 0;
}
