// Comparing what a stranger sent with a secret. Both sides are hashed with a fresh random key first, so the time
// says nothing about content or length. Web Crypto only: connectors may not import node.
const utf8 = new TextEncoder();

export async function constantTimeEqual(given: string, expected: string): Promise<boolean> {
  const key = await importHmacKey(crypto.getRandomValues(new Uint8Array(32)));
  const [a, b] = await Promise.all([given, expected].map((text) => crypto.subtle.sign('HMAC', key, utf8.encode(text))));
  if (!a || !b) return false;
  const left = new Uint8Array(a);
  const right = new Uint8Array(b);
  let difference = 0;
  for (let index = 0; index < left.length; index++) difference |= (left[index] ?? 0) ^ (right[index] ?? 1);
  return difference === 0;
}

export async function hmacSha256(key: Uint8Array<ArrayBuffer>, message: Uint8Array): Promise<Uint8Array> {
  const signature = await crypto.subtle.sign('HMAC', await importHmacKey(key), new Uint8Array(message));
  return new Uint8Array(signature);
}

/** Only for vendors that sign with nothing better; nothing of ours uses SHA-1. */
export async function hmacSha1(key: Uint8Array<ArrayBuffer>, message: Uint8Array): Promise<Uint8Array> {
  const signature = await crypto.subtle.sign('HMAC', await importHmacKey(key, 'SHA-1'), new Uint8Array(message));
  return new Uint8Array(signature);
}

export async function sha256(message: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(message)));
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function importHmacKey(key: Uint8Array<ArrayBuffer>, hash: 'SHA-256' | 'SHA-1' = 'SHA-256'): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', key, { name: 'HMAC', hash }, false, ['sign']);
}
