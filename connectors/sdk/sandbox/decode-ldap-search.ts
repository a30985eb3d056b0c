// A search as it came over the wire (RFC 4511, 4.5.1), read byte by byte: independent of what wrote it, and without
// loss of bytes. The filter is given as the tree that connectors write.
import type { LdapFilter } from '../ldap-port.ts';

export interface LdapServerSearch {
  base: string;
  scope: 'base' | 'one' | 'subtree';
  /** values are bytes in `equals`, texts elsewhere */
  filter: LdapFilter;
  /** lower-cased */
  attributes: string[];
  page: { size: number; cookie: string } | null;
}

interface Part {
  tag: number;
  bytes: Buffer;
}

/** The parts that stand one after the other in `bytes`. @throws Error when they do not fill it */
function partsOf(bytes: Buffer): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes.readUInt8(at);
    const first = bytes.readUInt8(at + 1);
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
    const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
    const start = at + 2 + lengthBytes;
    if (start + length > bytes.length) throw new Error('A part of the message is longer than the message.');
    parts.push({ tag, bytes: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return parts;
}

const part = (parts: Part[], index: number): Part => {
  const found = parts[index];
  if (!found) throw new Error('A part of the message is missing.');
  return found;
};
const textAt = (parts: Part[], index: number) => part(parts, index).bytes.toString('utf8');
const intOf = ({ bytes }: Part) => (bytes.length === 0 ? 0 : bytes.readIntBE(0, bytes.length));

/** @param message one whole LDAPMessage. @throws Error when it is no search */
export function decodeLdapSearch(message: Buffer): LdapServerSearch {
  const [whole] = partsOf(message);
  const [, operation, controls] = partsOf(whole?.bytes ?? message);
  if (operation?.tag !== 0x63) throw new Error('This is no search.');
  const parts = partsOf(operation.bytes);
  const scope = intOf(part(parts, 1));
  return {
    base: textAt(parts, 0),
    scope: scope === 0 ? 'base' : scope === 1 ? 'one' : 'subtree',
    filter: decodeFilter(part(parts, 6)),
    attributes: partsOf(part(parts, 7).bytes).map(({ bytes }) => bytes.toString('utf8').toLowerCase()),
    page: controls ? pageOf(controls) : null,
  };
}

function pageOf(controls: Part): LdapServerSearch['page'] {
  for (const control of partsOf(controls.bytes)) {
    const [type, ...rest] = partsOf(control.bytes);
    const value = rest.find(({ tag }) => tag === 0x04);
    if (type?.bytes.toString('utf8') !== '1.2.840.113556.1.4.319' || !value) continue;
    const inner = partsOf(part(partsOf(value.bytes), 0).bytes);
    return { size: intOf(part(inner, 0)), cookie: textAt(inner, 1) };
  }
  return null;
}

function decodeFilter({ tag, bytes }: Part): LdapFilter {
  if (tag === 0xa0) return { and: partsOf(bytes).map(decodeFilter) };
  if (tag === 0xa1) return { or: partsOf(bytes).map(decodeFilter) };
  if (tag === 0xa2) return { not: decodeFilter(part(partsOf(bytes), 0)) };
  if (tag === 0x87) return { attribute: bytes.toString('utf8'), exists: true };
  const parts = partsOf(bytes);
  if (tag === 0xa9) {
    const byTag = new Map(parts.map((one) => [one.tag, one.bytes.toString('utf8')]));
    if (byTag.get(0x81) !== '1.2.840.113556.1.4.803') throw new Error('Only the bitwise AND is known.');
    return { attribute: byTag.get(0x82) ?? '', hasBits: Number(byTag.get(0x83)) };
  }
  const attribute = textAt(parts, 0);
  if (tag === 0xa3) return { attribute, equals: new Uint8Array(part(parts, 1).bytes) };
  if (tag === 0xa5) return { attribute, atLeast: textAt(parts, 1) };
  const pieces = tag === 0xa4 ? partsOf(part(parts, 1).bytes) : [];
  const [piece] = pieces;
  if (pieces.length === 1 && piece?.tag === 0x80) return { attribute, startsWith: piece.bytes.toString('utf8') };
  if (pieces.length === 1 && piece?.tag === 0x81) return { attribute, contains: piece.bytes.toString('utf8') };
  throw new Error(`A filter of kind 0x${tag.toString(16)} is not known here.`);
}
