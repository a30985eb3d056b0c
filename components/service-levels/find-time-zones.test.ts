import { expect, it } from 'vitest';
import { findTimeZones } from './find-time-zones.ts';

const zones = ['UTC', 'America/New_York', 'America/North_Dakota/New_Salem', 'Europe/Zurich', 'Pacific/Auckland'];

it.each([
  ['new york', ['America/New_York']],
  ['new', ['America/New_York', 'America/North_Dakota/New_Salem']],
  ['AUCK', ['Pacific/Auckland']],
  ['europe/z', ['Europe/Zurich']],
  ['mars', []],
  ['', zones],
])('"%s" finds %j', (query, found) => expect(findTimeZones(zones, query)).toEqual(found));
