// Does a status close a ticket, at vendors whose statuses are names without a flag? What a person mapped is believed; else
// the two words that every one of them ships, and what is called like them ("Closed - no answer").
import type { ConnectionMapping } from '../connector.ts';

export function isClosingName(status: string, mapping: ConnectionMapping): boolean {
  const stage = mapping.statuses.find((row) => row.status === status)?.stage;
  return stage === undefined ? /^(resolved|closed)\b/i.test(status.trim()) : stage === 'resolved' || stage === 'closed';
}
