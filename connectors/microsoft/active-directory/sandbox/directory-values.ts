// Values as a domain controller keeps them, made from the world's own; written apart from what the connector reads with.
export const filetimeOf = (atMs: number): string =>
  String(BigInt(Math.round(atMs)) * 10_000n + 116_444_736_000_000_000n);

export const generalizedTimeOf = (atMs: number): string =>
  `${new Date(atMs).toISOString().replace(/[-:T]/g, '').slice(0, 14)}.0Z`;

/** the first three groups with their lowest byte first */
export function guidBytesOf(uid: string): Uint8Array {
  const groups = uid.split('-').map((group) => Buffer.from(group, 'hex'));
  return new Uint8Array(Buffer.concat(groups.map((group, index) => (index < 3 ? group.reverse() : group))));
}

/** S-1-5-21-<three numbers of the domain>-<last> */
export function sidOf(last: number): Uint8Array {
  const sid = Buffer.alloc(28);
  sid.set([1, 5, 0, 0, 0, 0, 0, 5]);
  for (const [index, part] of [21, 1_111_111_111, 2_222_222_222, 3_333_333_333, last].entries())
    sid.writeUInt32LE(part, 8 + index * 4);
  return new Uint8Array(sid);
}

/** a name inside a distinguished name (RFC 4514) */
export const escapeName = (name: string): string => name.replace(/[,+"\\<>;=]/g, '\\$&').replace(/^[ #]| $/g, '\\$&');

/** an attribute without a value is not there */
export const valuesOf = (...values: (string | Uint8Array | null | undefined)[]): (string | Uint8Array)[] =>
  values.filter((value) => value !== null && value !== undefined);

/** lastLogonTimestamp is only written again when it is some days old */
export const staleMs = (atMs: number): number => atMs - 9 * 86_400_000;
