// Our tag is the last line of what we write into a ticket, for vendors that keep no key of ours: the only place where an
// earlier attempt is found again.

export const withReference = (body: string, tag: string): string => `${body.trimEnd()}\n\nRef ${tag}`.trimStart();

const lastLine = (text: string) => text.trimEnd().split(/\r?\n/).at(-1)?.trim() ?? '';

export const hasReference = (text: string, tag: string): boolean => lastLine(text) === `Ref ${tag}`;

/** The same, whichever attempt of that step wrote it: tags end in ":<attempt>". */
export function hasReferenceOfStep(text: string, tag: string): boolean {
  const withoutAttempt = (reference: string) => reference.replace(/:\d+$/, '');
  const last = lastLine(text);
  return /:\d+$/.test(last) && withoutAttempt(last) === withoutAttempt(`Ref ${tag}`);
}
