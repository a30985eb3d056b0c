// How we find again what we wrote: Autotask has no idempotency keys.

/** `externalID` of a ticket holds no more */
const longestKey = 50;

/** Our tags are longer than the field: then a digest of the tag stands for it, the same every time. */
export async function externalKeyOf(tag: string): Promise<string> {
  if (tag.length <= longestKey) return tag;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(tag)));
  return `mspclaw:${[...digest.slice(0, 20)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

export const withReference = (body: string, tag: string): string => `${body.trimEnd()}\n\nRef ${tag}`;

const lastLine = (text: string | null | undefined) => text?.trimEnd().split(/\r?\n/).at(-1)?.trim() ?? '';
export const hasReference = (text: string | null | undefined, tag: string): boolean => lastLine(text) === `Ref ${tag}`;

/** The same, whichever attempt of that step wrote it: tags end in ":<attempt>". */
export function hasReferenceOfStep(text: string | null | undefined, tag: string): boolean {
  const withoutAttempt = (reference: string) => reference.replace(/:\d+$/, '');
  const last = lastLine(text);
  return /:\d+$/.test(last) && withoutAttempt(last) === withoutAttempt(`Ref ${tag}`);
}
