// Some four hundred names: found by a part of the name, however it is written. Pure.
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[_/\s-]+/g, ' ')
    .trim();
const mostShown = 60;

/** "new york" finds America/New_York; what begins with the words stands before what only has them inside. */
export function findTimeZones(zones: readonly string[], query: string): string[] {
  const wanted = plain(query);
  const found = zones.filter((zone) => plain(zone).includes(wanted));
  const isCity = (zone: string) => plain(zone.split('/').at(-1) ?? '').startsWith(wanted);
  return [...found.filter(isCity), ...found.filter((zone) => !isCity(zone))].slice(0, mostShown);
}
