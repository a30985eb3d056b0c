// Looks for secrets in text: as they are, and in every dress they are likely to leak in.

/** `base64` of the secret at each of the three places it can begin inside a longer text, without the unsure ends. */
function base64Forms(secret: string): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]).toString('base64');
    const sure = text.slice(offset === 0 ? 0 : offset + 1, text.length - 4);
    return [sure, sure.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

export function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const hex = Buffer.from(secret).toString('hex');
  const url = encodeURIComponent(secret);
  return [...new Set([secret, json, url, url.toLowerCase(), hex, hex.toUpperCase(), ...base64Forms(secret)])];
}

/** Postgres shows bytes as hex: what they say counts too. */
const withBytes = (text: string): string =>
  text.replace(/\\x([0-9a-f]{8,})/g, (whole, hex: string) => `${whole} ${Buffer.from(hex, 'hex').toString('latin1')}`);

export interface Finding {
  secret: string;
  where: string;
  context: string;
}

export function findSecrets(
  secrets: Readonly<Record<string, string>>,
  texts: Iterable<{ where: string; text: string }>,
): Finding[] {
  const wanted = Object.entries(secrets).map(([secret, value]) => ({ secret, forms: formsOf(value) }));
  const findings: Finding[] = [];
  for (const { where, text: raw } of texts) {
    const text = withBytes(raw);
    for (const { secret, forms } of wanted) {
      const at = forms.map((form) => text.indexOf(form)).find((index) => index >= 0);
      if (at !== undefined) findings.push({ secret, where, context: text.slice(Math.max(0, at - 80), at + 20) });
    }
  }
  return findings;
}
