// A password that a person gets once and must change at the first sign-in. Made here with Web Crypto and nowhere else, so
// that it is random, fits every directory's rules, and can be read out over the telephone.

/** Without letters that look alike (0 O, 1 l I); signs that no shell, LDAP or XML treats specially. */
const classes = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '-_.+=!'] as const;
const everything = classes.join('');

/** 24 characters, at least two of each class: more than 120 bits. */
export function makeTemporaryPassword(): string {
  const letters = [
    ...classes.flatMap((letters) => [pick(letters), pick(letters)]),
    ...Array.from({ length: 16 }, () => pick(everything)),
  ];
  // Fisher-Yates: else the classes would stand in a known order
  for (let last = letters.length - 1; last > 0; last--) {
    const other = below(last + 1);
    [letters[last], letters[other]] = [letters[other] ?? '', letters[last] ?? ''];
  }
  return letters.join('');
}

const pick = (letters: string): string => letters.charAt(below(letters.length));

/** 0 <= n < limit, each as likely as the others: bytes beyond the last whole multiple are thrown away */
function below(limit: number): number {
  const fair = 256 - (256 % limit);
  for (;;) {
    const [byte = 0] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < fair) return byte % limit;
  }
}
