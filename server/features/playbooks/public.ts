// What the worker and the seed may call.
export { installLibrary, type LibraryPlaybook, readLibrary } from './install-library.ts';
