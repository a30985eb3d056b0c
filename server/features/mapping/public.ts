// What the composition may call.
export type { MappingDeps } from './mapping-deps.ts';
export { refreshDueMappings, refreshMapping } from './refresh-mapping.ts';
export { VendorWords } from './vendor-words.ts';
