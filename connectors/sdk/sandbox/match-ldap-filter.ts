// Does an entry fit a filter? Texts are compared without regard to upper and lower case, as directories do; an attribute
// that is not there fits nothing.
import type { LdapFilter } from '../ldap-port.ts';

/** @param valuesOf by lower-cased attribute name; empty = the entry does not have it */
export function matchesLdapFilter(
  filter: LdapFilter,
  valuesOf: (attribute: string) => readonly (string | Uint8Array)[],
): boolean {
  if ('and' in filter) return filter.and.every((part) => matchesLdapFilter(part, valuesOf));
  if ('or' in filter) return filter.or.some((part) => matchesLdapFilter(part, valuesOf));
  if ('not' in filter) return !matchesLdapFilter(filter.not, valuesOf);
  const values = valuesOf(filter.attribute.toLowerCase());
  if ('exists' in filter) return values.length > 0;
  if ('hasBits' in filter) {
    const bits = BigInt(filter.hasBits);
    return values.some((value) => (BigInt(textOf(value)) & bits) === bits);
  }
  if ('atLeast' in filter) return values.some((value) => isAtLeast(textOf(value), filter.atLeast));
  if ('equals' in filter) {
    const { equals } = filter;
    return values.some((value) =>
      typeof value === 'string' ? fold(value) === fold(textOf(equals)) : hex(value) === hex(equals),
    );
  }
  if ('startsWith' in filter) return values.some((value) => fold(textOf(value)).startsWith(fold(filter.startsWith)));
  return values.some((value) => fold(textOf(value)).includes(fold(filter.contains)));
}

const textOf = (value: string | Uint8Array) =>
  typeof value === 'string' ? value : Buffer.from(value).toString('utf8');
const hex = (value: string | Uint8Array) => Buffer.from(value).toString('hex');
const fold = (text: string) => text.toLowerCase();
const isAtLeast = (value: string, least: string) =>
  /^-?\d+$/.test(value) && /^-?\d+$/.test(least) ? BigInt(value) >= BigInt(least) : value >= least;
