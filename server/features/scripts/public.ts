// What the composition and the API may call.
export { forgetOldCallbacks } from './forget-callbacks.ts';
export { PostRate } from './post-rate.ts';
export type { ScriptsDeps } from './scripts-deps.ts';
