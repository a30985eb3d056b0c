// Where a sealed value lives. The bus seals, the seals feature opens: both name this place.
import type { SecretPlace } from './envelope.ts';

export const sealedValuePlace = (sealId: string): SecretPlace => ({
  table: 'sealed_value',
  row: sealId,
  column: 'value',
});

/** What stands in place of the value, in outputs, evidence and notes. */
export const sealReference = (sealId: string): string => `sealed:${sealId}`;
export const isSealReference = (text: string): boolean =>
  /^sealed:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
