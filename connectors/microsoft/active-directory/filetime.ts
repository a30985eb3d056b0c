// Times as Windows keeps them: steps of 100 ns since 1601 in UTC, beyond what a number holds exactly.
const between1601And1970 = 116_444_736_000_000_000n;
const never = 2n ** 63n - 1n;

/** null for 0, for "never", and for what is no time */
export function instantOfFiletime(value: bigint): string | null {
  if (value <= 0n || value >= never) return null;
  const at = new Date(Number((value - between1601And1970) / 10_000n));
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** "20261120101530.0Z" (generalizedTime); null for anything else */
export function instantOfGeneralizedTime(text: string | null): string | null {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(text ?? '') ?? [];
  if (second === undefined) return null;
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
