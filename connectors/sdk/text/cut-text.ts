// Text that vendors' users wrote, made safe to show and to store: bounded, and without characters nobody can see.

/**
 * Invisible characters that hide words or turn their order round (zero-width, direction overrides, tag letters), and
 * control characters. Joiners stay: some scripts and emoji need them.
 */
const invisible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

export const visibleText = (text: string): string => text.replace(invisible, '');

/** `text` of at most `maxCharacters`; never half a character at the end. */
export function cutText(text: string, maxCharacters: number): { text: string; isCut: boolean } {
  if (text.length <= maxCharacters) return { text, isCut: false };
  const last = text.charCodeAt(maxCharacters - 1);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  return { text: text.slice(0, isHalf ? maxCharacters - 1 : maxCharacters), isCut: true };
}
