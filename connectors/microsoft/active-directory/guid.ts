// objectGUID: sixteen bytes, of which the first three groups are kept with their lowest byte first.
import { Buffer } from 'node:buffer';

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
const reordered = (bytes: Uint8Array) => Uint8Array.from(order, (at) => bytes[at] ?? 0);

export const isGuid = (text: string): boolean => pattern.test(text);

/** null = these are not sixteen bytes */
export function guidText(bytes: Uint8Array): string | null {
  if (bytes.length !== 16) return null;
  const hex = Buffer.from(reordered(bytes)).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** @param guid one that `isGuid` */
export const guidBytes = (guid: string): Uint8Array => reordered(Buffer.from(guid.replaceAll('-', ''), 'hex'));
