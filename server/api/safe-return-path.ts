// Where to go after sign-in: a path of this site, or nowhere. "//evil.example" and "/\evil.example" are other sites.
export function safeReturnPath(text: string | null | undefined): string | null {
  if (!text || text.length > 500 || !/^\/[^/\\]/.test(text)) return null;
  if ([...text].some((char) => char < ' ' || char === '\\' || char === '\x7f')) return null;
  const url = new URL(text, 'http://self.invalid');
  return url.origin === 'http://self.invalid' ? `${url.pathname}${url.search}` : null;
}
