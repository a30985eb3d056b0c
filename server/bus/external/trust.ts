// Whom this installation believes: publishers by their key, single packages by their digest. A file in the data folder that
// only the person at the machine writes.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type ConnectorPackage, signerOf } from './connector-package.ts';

const trustSchema = z.strictObject({
  /** name of a publisher -> Ed25519 public key, raw 32 bytes in base64 */
  publishers: z.record(z.string().min(1).max(100), z.string().max(60)).default({}),
  /** connector id -> digest of the one version that was looked at */
  connectors: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)).default({}),
});
export type Trust = z.output<typeof trustSchema>;

const trustFile = (dataDir: string) => path.join(dataDir, 'trusted-connectors.json');

/** @throws Error when the file is there and cannot be read: nobody is believed by accident, and nobody dropped silently */
export function readTrust(dataDir: string): Trust {
  let text: string;
  try {
    text = readFileSync(trustFile(dataDir), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return trustSchema.parse({});
    throw error;
  }
  const parsed = trustSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`${trustFile(dataDir)} is damaged: ${parsed.error.issues[0]?.message}`);
  return parsed.data;
}

export function writeTrust(dataDir: string, trust: Trust): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = trustFile(dataDir);
  writeFileSync(`${file}.new`, `${JSON.stringify(trustSchema.parse(trust), null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Why it is believed, as a sentence; null = it is not. */
export function whyTrusted(packed: ConnectorPackage, trust: Trust): string | null {
  const { id } = packed.manifest;
  if (trust.connectors[id] === packed.digest) return 'This version was trusted by name.';
  const signer = signerOf(packed, trust.publishers);
  return signer === null ? null : `Signed by ${signer}.`;
}
