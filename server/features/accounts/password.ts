// Passwords: Argon2id with the OWASP parameters (19 MiB, 2 passes, 1 lane). The hash carries its parameters, so they can
// be raised later.
import { type Algorithm, hash, verify } from '@node-rs/argon2';

/** 2 = Argon2id; the library's enum is `const` and cannot be read under isolatedModules. */
const argon2id = 2 as Algorithm;
const parameters = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const normalise = (password: string): string => password.normalize('NFKC');

export const hashPassword = (password: string): Promise<string> => hash(normalise(password), parameters);

/** Made once, of nothing anybody knows: an unknown account costs the same time as a known one. */
let decoy: Promise<string> | undefined;

export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword(crypto.randomUUID());
  const isMatch = await verify(stored ?? (await decoy), normalise(password));
  return stored !== null && isMatch;
}
