// How a ticket of ours is found again: Autotask has no idempotency keys, but a field for the key of another system.

/** `externalID` of a ticket holds no more */
const longestKey = 50;

/**
 * Our tags are longer than the field. What stays is the run, by which a ticket is recognised as that run's, and a digest
 * that tells its steps apart: the same every time.
 */
export async function externalKeyOf(tag: string): Promise<string> {
  if (tag.length <= longestKey) return tag;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(tag)));
  const letters = [...digest].map((byte) => (byte % 36).toString(36)).join('');
  const ofRun = /^mspclaw:[0-9a-f-]{36}:/.exec(tag)?.[0] ?? 'mspclaw:';
  return `${ofRun}${letters}`.slice(0, longestKey);
}
