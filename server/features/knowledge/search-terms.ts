// Words worth searching for, out of untrusted text: letters and digits only, so that nothing in it can be query
// syntax; few, so that a long message costs no more than a short one.
const noise = new Set(
  'the and for was has have been with from that this are not but its into onto over under after before triggered condition alert device client error event'.split(
    ' ',
  ),
);

export function searchTerms(text: string, most = 16): string[] {
  const words = text
    .slice(0, 4_000)
    .toLowerCase()
    .match(/[\p{L}\p{N}]{3,40}/gu);
  const kept = (words ?? []).filter((word) => !noise.has(word) && !/^\d+$/.test(word));
  return [...new Set(kept)].slice(0, most);
}
