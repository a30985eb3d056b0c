// What other slices may know of the inbox's rows.
import { pollMark } from './accept-hints.ts';

const [[markName, markValue] = ['', '']] = Object.entries(pollMark);

/** Did we ask for it, or did the vendor send it? From the headers that were kept. */
export const isFromPoll = (headers: unknown): boolean =>
  typeof headers === 'object' && headers !== null && (headers as Record<string, unknown>)[markName] === markValue;

export { readBacklog } from './inbox.repository.ts';
export { replayDelivery } from './replay-delivery.ts';
export { pollMark };
