// Takes secrets out of text that goes into an error, a log or a step. By value (also as base64 and URL-encoded)
// and by the shape of well-known credentials.
const mask = '[redacted]';

const shapes: RegExp[] = [
  /\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi,
  // begins where its run of letters begins: else each "eyJ" inside a long run would read the run to its end again
  /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g,
  /("?(?:access_token|refresh_token|client_secret|private_?key|password|api_?key)"?\s*[:=]\s*"?)[^"&\s,}]{4,}/gi,
];

/** Strings worth hiding inside a connection's secrets, longest first. Shorter than 6 letters would shred ordinary text. */
export function secretValues(secrets: unknown): string[] {
  const found = new Set<string>();
  const walk = (value: unknown, depth: number): void => {
    if (typeof value === 'string' && value.length >= 6) found.add(value);
    else if (value !== null && typeof value === 'object' && depth < 6) {
      for (const inner of Object.values(value)) walk(inner, depth + 1);
    }
  };
  walk(secrets, 0);
  return [...found].sort((a, b) => b.length - a.length);
}

export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    for (const form of [secret, encodeURIComponent(secret), base64(secret)]) clean = clean.replaceAll(form, mask);
  }
  for (const shape of shapes) {
    clean = clean.replace(
      shape,
      (_match, prefix) => (typeof prefix === 'string' && /[:=]/.test(prefix) ? prefix : '') + mask,
    );
  }
  return clean;
}

/** A short, single-line, redacted piece of a vendor's answer. */
export function excerpt(text: string, secrets: readonly string[], length = 200): string {
  const line = redact(text, secrets).replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
