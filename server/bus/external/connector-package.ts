// A connector from elsewhere: a folder with a list of its files by hash. What the list does not name is not there, what
// does not fit its hash is refused, and the code that runs is the bytes that were checked.
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

export const manifestName = 'mspclaw-connector.json';
const maxFiles = 300;
const maxBytes = 5_000_000;

const plainPath = z
  .string()
  .max(200)
  .regex(/^(?!.*(^|\/)\.{1,2}(\/|$))[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/, 'is no plain path');

export const manifestSchema = z.strictObject({
  /** version of the SDK it was written for */
  sdk: z.literal(1),
  id: z.string().regex(/^[a-z0-9-]{1,40}\/[a-z0-9-]{1,40}$/),
  version: z.string().regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/),
  /** exports the connector, as `default` or as the one export made by defineConnector */
  entry: plainPath,
  /** path -> SHA-256 in hex */
  files: z.record(plainPath, z.string().regex(/^[0-9a-f]{64}$/)),
  publisher: z.string().max(100).optional(),
  /** Ed25519 over the digest, in base64 */
  signature: z.string().max(200).optional(),
});
export type Manifest = z.output<typeof manifestSchema>;

export interface ConnectorPackage {
  folder: string;
  manifest: Manifest;
  /** SHA-256 over id, version, entry and every file's hash, in hex: what is trusted */
  digest: string;
  /** path -> the bytes that were checked */
  files: ReadonlyMap<string, Buffer>;
}

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

export function digestOf(manifest: Omit<Manifest, 'signature' | 'publisher'>): string {
  const { sdk, id, version, entry } = manifest;
  const files = Object.entries(manifest.files).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(JSON.stringify({ sdk, id, version, entry, files }));
}

/** @throws Error that names the file and what is wrong with it */
export function readPackage(folder: string): ConnectorPackage {
  const bytes = readBounded(path.join(folder, manifestName));
  const parsed = manifestSchema.safeParse(parseJson(bytes, manifestName));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`${manifestName}: ${issue?.path.join('.') || 'it'} ${issue?.message}`);
  }
  const manifest = parsed.data;
  const listed = Object.entries(manifest.files);
  if (listed.length > maxFiles) throw new Error(`${manifestName} lists more than ${maxFiles} files.`);
  if (!manifest.files[manifest.entry]) throw new Error(`The entry "${manifest.entry}" is not among the files.`);
  const files = new Map<string, Buffer>();
  let size = 0;
  for (const [file, hash] of listed) {
    const content = readBounded(path.join(folder, ...file.split('/')));
    size += content.length;
    if (size > maxBytes) throw new Error(`The files are larger than ${maxBytes} bytes together.`);
    if (sha256(content) !== hash) throw new Error(`"${file}" was changed: its hash is not the listed one.`);
    files.set(file, content);
  }
  return { folder, manifest, digest: digestOf(manifest), files };
}

function readBounded(file: string): Buffer {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (!stat) throw new Error(`"${path.basename(file)}" is missing.`);
  // a link could lead anywhere, and be changed after the check
  if (!stat.isFile()) throw new Error(`"${path.basename(file)}" is no plain file.`);
  if (stat.size > maxBytes) throw new Error(`"${path.basename(file)}" is larger than ${maxBytes} bytes.`);
  return readFileSync(file);
}

function parseJson(bytes: Buffer, name: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new Error(`${name} is not JSON.`);
  }
}

/** The list of a folder as it is now: code only, no tests, no sandbox. */
export function listPackage(folder: string, about: Pick<Manifest, 'id' | 'version' | 'entry'>): Manifest {
  const files: Record<string, string> = {};
  const walk = (at: string) => {
    for (const entry of readdirSync(path.join(folder, at), { withFileTypes: true })) {
      const name = at ? `${at}/${entry.name}` : entry.name;
      if (entry.isDirectory() && !['sandbox', 'testing', 'node_modules'].includes(entry.name)) walk(name);
      if (entry.isFile() && /\.(ts|mjs|js)$/.test(entry.name) && !/\.test\.ts$/.test(entry.name))
        files[name] = sha256(readBounded(path.join(folder, name)));
    }
  };
  walk('');
  return manifestSchema.parse({ sdk: 1, ...about, files });
}

export function signManifest(manifest: Manifest, publisher: string, key: KeyObject): Manifest {
  const signature = sign(null, Buffer.from(digestOf(manifest), 'hex'), key).toString('base64');
  return { ...manifest, publisher, signature };
}

/** @param keys trusted publishers: name -> Ed25519 public key, raw 32 bytes in base64 */
export function signerOf(
  { manifest, digest }: ConnectorPackage,
  keys: Readonly<Record<string, string>>,
): string | null {
  if (!manifest.signature) return null;
  const signature = Buffer.from(manifest.signature, 'base64');
  const message = Buffer.from(digest, 'hex');
  const found = Object.entries(keys).find(([, key]) => {
    const raw = Buffer.from(key, 'base64');
    return raw.length === 32 && signature.length === 64 && verify(null, message, publicKeyOf(raw), signature);
  });
  return found?.[0] ?? null;
}

const publicKeyOf = (raw: Buffer): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' });
