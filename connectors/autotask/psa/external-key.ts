// How a ticket of ours is found again: Autotask has no idempotency keys, but a field for the key of another system.

/** `externalID` of a ticket holds no more */
const longestKey = 50;

/** Our tags are longer than the field: then a digest of the tag stands for it, the same every time. */
export async function externalKeyOf(tag: string): Promise<string> {
  if (tag.length <= longestKey) return tag;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(tag)));
  return `mspclaw:${[...digest.slice(0, 20)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
