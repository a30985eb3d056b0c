import { expect, it } from 'vitest';
import { countBySystem, filterGallery } from './filter-gallery.ts';

const entry = (name: string, systems: string[], words: string[] = [], vendor = name) => ({
  name,
  vendor,
  systems,
  summary: '',
  words,
});
const items = [
  entry('NinjaOne', ['rmm'], ['Run a script on a device']),
  entry('ConnectWise PSA', ['psa'], ['Create a ticket'], 'ConnectWise'),
  entry('ConnectWise Automate', ['rmm'], ['Run a script on a device'], 'ConnectWise'),
  entry('Atera', ['psa', 'rmm'], ['Create a ticket']),
];
const names = (q: string, system?: string, vendor?: string) =>
  filterGallery(items, { q, system, vendor }).map(({ name }) => name);

it('finds by name, vendor and what it can do, names first', () => {
  expect(names('')).toEqual(['Atera', 'ConnectWise Automate', 'ConnectWise PSA', 'NinjaOne']);
  expect(names('connect auto')).toEqual(['ConnectWise Automate']);
  expect(names('script')).toEqual(['ConnectWise Automate', 'NinjaOne']);
  expect(names('nothing like it')).toEqual([]);
});

it('goes by kind and vendor; a product of two kinds is found under both', () => {
  expect(names('', 'psa')).toEqual(['Atera', 'ConnectWise PSA']);
  expect(names('', 'rmm', 'ConnectWise')).toEqual(['ConnectWise Automate']);
  expect(Object.fromEntries(countBySystem(items))).toEqual({ rmm: 3, psa: 2 });
});
