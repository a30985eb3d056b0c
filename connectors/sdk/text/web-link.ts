// An address that a vendor's record names, for people to click.

/** Absolute, http or https, without credentials; null for anything else ("javascript:", nonsense). @param base for addresses without a host */
export function webLink(text: string | null | undefined, base?: string): string | null {
  if (!text || !URL.canParse(text, base)) return null;
  const url = new URL(text, base);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.username === '' && url.password === '' ? url.href : null;
}
