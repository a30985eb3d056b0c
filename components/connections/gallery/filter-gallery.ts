// What the gallery shows for a search and a kind. Pure.
interface Entry {
  name: string;
  vendor: string;
  systems: readonly string[];
  summary: string;
  /** words that are found too: what it can do */
  words: readonly string[];
}

export interface GalleryFilter {
  q: string;
  system: string | undefined;
  vendor: string | undefined;
}

/** Every word of the search must be somewhere; what matters most for finding it comes first. */
export function filterGallery<Item extends Entry>(items: readonly Item[], filter: GalleryFilter): Item[] {
  const words = filter.q.toLowerCase().split(/\s+/).filter(Boolean);
  const rankOf = (item: Item): number | null => {
    if (filter.system && !item.systems.includes(filter.system)) return null;
    if (filter.vendor && item.vendor !== filter.vendor) return null;
    const name = `${item.name} ${item.vendor}`.toLowerCase();
    const all = `${name} ${item.summary} ${item.systems.join(' ')} ${item.words.join(' ')}`.toLowerCase();
    if (!words.every((word) => all.includes(word))) return null;
    return words.every((word) => name.includes(word)) ? 0 : 1;
  };
  return items
    .flatMap((item) => {
      const rank = rankOf(item);
      return rank === null ? [] : [{ item, rank }];
    })
    .sort((a, b) => a.rank - b.rank || (a.item.name.toLowerCase() < b.item.name.toLowerCase() ? -1 : 1))
    .map(({ item }) => item);
}

export function countBySystem(items: readonly Pick<Entry, 'systems'>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { systems } of items) for (const system of systems) counts.set(system, (counts.get(system) ?? 0) + 1);
  return counts;
}
