// Standard Webhooks 1.0.0 (symmetric, v1): HMAC-SHA256 over "id.timestamp.body". For generic connections, whose sender
// has no dialect of its own. Verifying never throws for what a stranger sent.
import { createHmac, timingSafeEqual } from 'node:crypto';

export type SignatureVerdict = { ok: true } | { ok: false; reason: string };

export interface SignedDelivery {
  /** lower-cased names */
  headers: Readonly<Record<string, string | undefined>>;
  body: Uint8Array;
}

const toleranceSeconds = 300;
const secretPrefix = 'whsec_';
const no = (reason: string): SignatureVerdict => ({ ok: false, reason });

/** @throws when the secret is unusable: that is our configuration, not the sender's */
export function decodeWebhookSecret(secret: string): Buffer {
  const text = secret.startsWith(secretPrefix) ? secret.slice(secretPrefix.length) : secret;
  const key = Buffer.from(text, 'base64');
  if (key.length === 0) throw new Error('A webhook secret must be base64 text of at least one byte.');
  return key;
}

export function signStandardWebhook(key: Uint8Array, id: string, timestamp: number, body: Uint8Array): string {
  return `v1,${hmac(key, `${id}.${timestamp}.`, body).toString('base64')}`;
}

export function verifyStandardWebhook(key: Uint8Array, delivery: SignedDelivery, now: Date): SignatureVerdict {
  const id = delivery.headers['webhook-id'];
  const timestamp = delivery.headers['webhook-timestamp'];
  const signatures = delivery.headers['webhook-signature'];
  if (!id || !timestamp || !signatures) return no('a webhook header is missing');
  // a "." in id or timestamp would let two different messages have one signed text
  if (!/^[^.\s]{1,200}$/.test(id)) return no('webhook-id is malformed');
  if (!/^[1-9][0-9]{0,11}$/.test(timestamp)) return no('webhook-timestamp is malformed');
  if (Math.abs(now.getTime() / 1_000 - Number(timestamp)) > toleranceSeconds)
    return no('webhook-timestamp is too far off');
  const expected = hmac(key, `${id}.${timestamp}.`, delivery.body);
  // a space-separated list, so that the sender can rotate its key; bounded, or it is a way to burn our time
  const isSigned = signatures
    .split(' ', 20)
    .some((entry) => entry.startsWith('v1,') && isSame(entry.slice(3), expected));
  return isSigned ? { ok: true } : no('no signature fits');
}

function hmac(key: Uint8Array, prefix: string, body: Uint8Array): Buffer {
  return createHmac('sha256', key).update(prefix).update(body).digest();
}

function isSame(base64: string, expected: Buffer): boolean {
  const given = Buffer.from(base64, 'base64');
  // decoding forgives; only the one canonical text counts
  return given.length === expected.length && given.toString('base64') === base64 && timingSafeEqual(given, expected);
}
