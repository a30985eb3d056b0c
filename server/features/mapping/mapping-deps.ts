import type { Database } from '#server/platform/db/database.ts';
import type { VendorWords } from './vendor-words.ts';

export interface MappingDeps {
  database: Database;
  words: VendorWords;
  now: () => Date;
}
