// Whom this installation believes: publishers by their key, single packages by their digest. A file in the data folder that
// only the person at the machine writes.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type ConnectorPackage, signerOf } from './connector-package.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const trustSchema = z.strictObject({
  /** name of a publisher -> Ed25519 public key, raw 32 bytes in base64 */
  publishers: z.record(z.string().min(1).max(100), z.string().max(60)).default({}),
  /** connector id -> digest of the one version that was looked at */
  connectors: z.record(z.string(), digest).default({}),
  /** digests that are never believed, whoever signed them */
  revoked: z.array(digest).max(10_000).default([]),
  /** connector id -> newest version that ran here: from a publisher an older one is an old fault come back */
  newest: z.record(z.string(), z.string()).default({}),
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
  const next = `${file}.${process.pid}`;
  writeFileSync(next, `${JSON.stringify(trustSchema.parse(trust), null, 2)}\n`, { mode: 0o600 });
  renameSync(next, file);
}

export type Belief = { isTrusted: boolean; why: string };

/** Whether it may run, and why, as a sentence. */
export function judgeTrust(packed: ConnectorPackage, trust: Trust): Belief {
  const { id, version } = packed.manifest;
  if (trust.revoked.includes(packed.digest)) return { isTrusted: false, why: 'Trust in this version was taken back.' };
  if (trust.connectors[id] === packed.digest) return { isTrusted: true, why: 'This version was trusted by name.' };
  const signer = signerOf(packed, trust.publishers);
  if (signer === null) {
    return { isTrusted: false, why: 'Nobody you trust signed it, and this version was not trusted by name.' };
  }
  const newest = trust.newest[id];
  if (newest !== undefined && isOlder(version, newest)) {
    return {
      isTrusted: false,
      why: `It is older than ${newest}, which ran here. To go back, trust this version by name.`,
    };
  }
  return { isTrusted: true, why: `Signed by ${signer}.` };
}

/** Versions of a believed publisher only go up. */
export function rememberVersion(dataDir: string, { manifest: { id, version } }: ConnectorPackage): void {
  const trust = readTrust(dataDir);
  const newest = trust.newest[id];
  if (newest === undefined || isOlder(newest, version)) {
    writeTrust(dataDir, { ...trust, newest: { ...trust.newest, [id]: version } });
  }
}

const isOlder = (a: string, b: string): boolean => a.localeCompare(b, 'en', { numeric: true }) < 0;
