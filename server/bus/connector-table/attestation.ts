// A signed statement that somebody ran a connector against a real tenant: which version, when, with which result. It is a
// file beside the connector; the page of connectors believes it when a maintainer's key signed exactly its content.
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';

const statementSchema = z.strictObject({
  statement: z.literal('mspclaw/connector-live-check/v1'),
  connector: z.string().max(100),
  /** of MSPclaw, and the commit it was built from when that is known */
  version: z.string().max(40),
  commit: z.string().max(40).nullable(),
  level: z.enum(['vendor sandbox', 'live']),
  on: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  results: z
    .array(
      z.strictObject({
        capability: z.string().max(60),
        outcome: z.enum(['ok', 'failed', 'skipped']),
        detail: z.string().max(200),
      }),
    )
    .max(200),
});
export type Statement = z.output<typeof statementSchema>;

export const attestationSchema = z.strictObject({
  ...statementSchema.shape,
  /** raw Ed25519 public key, in base64 */
  key: z.string().max(60),
  signature: z.string().max(120),
});
export type Attestation = z.output<typeof attestationSchema>;

const messageOf = (statement: Statement): Buffer => Buffer.from(JSON.stringify(statementSchema.parse(statement)));

export const rawPublicKey = (key: KeyObject): string =>
  Buffer.from(String(createPublicKey(key).export({ format: 'jwk' }).x), 'base64url').toString('base64');

/** @param privateKeyPem Ed25519, PKCS #8 */
export function attest(statement: Statement, privateKeyPem: string): Attestation {
  const key = createPrivateKey(privateKeyPem);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('The key is not an Ed25519 key.');
  return { ...statement, key: rawPublicKey(key), signature: sign(null, messageOf(statement), key).toString('base64') };
}

/** @param maintainers name -> raw public key in base64. @returns who signed it, or null */
export function whoAttested(attestation: Attestation, maintainers: Readonly<Record<string, string>>): string | null {
  const { key, signature, ...statement } = attestation;
  const [name] = Object.entries(maintainers).find(([, known]) => known === key) ?? [];
  if (name === undefined) return null;
  const raw = Buffer.from(key, 'base64');
  if (raw.length !== 32) return null;
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') },
    format: 'jwk',
  });
  return verify(null, messageOf(statement), publicKey, Buffer.from(signature, 'base64')) ? name : null;
}
