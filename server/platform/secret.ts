// The installation's one secret, and the keys derived from it (HKDF-SHA256, RFC 5869). It never enters the
// database: whoever copies the database alone can open nothing.
import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface InstallationKeys {
  /** names the secret without telling it */
  kekId: string;
  /** 32 bytes; wraps the orgs' data keys */
  kek: Buffer;
  /** signs sessions */
  authSecret: string;
  /** password of the application's database role */
  databasePassword: string;
}

/** Reads the secret from the environment or the data folder; makes it there on the first start. */
export function loadSecret(options: { secret: string | undefined; dataDir: string }): Buffer {
  if (options.secret) return decodeSecret(options.secret);
  const file = path.join(options.dataDir, 'secret');
  try {
    return decodeSecret(readFileSync(file, 'utf8').trim());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // another process was first: its secret counts
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return decodeSecret(readFileSync(file, 'utf8').trim());
}

function decodeSecret(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length < 32) {
    throw new Error('MSPCLAW_SECRET must be at least 32 random bytes in base64. Make one: openssl rand -base64 32');
  }
  return bytes;
}

export function deriveKeys(secret: Buffer): InstallationKeys {
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `mspclaw/v1/${purpose}`, 32));
  return {
    kekId: createHash('sha256').update(derive('kek-id')).digest('hex').slice(0, 16),
    kek: derive('kek'),
    authSecret: derive('auth').toString('base64url'),
    databasePassword: derive('database').toString('base64url'),
  };
}
