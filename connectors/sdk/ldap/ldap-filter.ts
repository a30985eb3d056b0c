// Filter trees as the wire wants them. Values travel as bytes of their own length, never as text of a filter: there is
// nothing to escape and nothing to break out of.
import {
  AndFilter,
  EqualityFilter,
  ExtensibleFilter,
  type Filter,
  GreaterThanEqualsFilter,
  NotFilter,
  OrFilter,
  PresenceFilter,
  SubstringFilter,
} from 'ldapts';
import { ConnectorError } from '../errors.ts';
import type { LdapFilter } from '../ldap-port.ts';

const bitwiseAnd = '1.2.840.113556.1.4.803';
const maxDepth = 12;
const maxParts = 500;

/** @throws ConnectorError `invalid-input`: too large, empty, or an attribute name that is none */
export function encodeLdapFilter(filter: LdapFilter): Filter {
  let parts = 0;
  const encode = (part: LdapFilter, depth: number): Filter => {
    if (depth > maxDepth || ++parts > maxParts) throw invalid('The search is too complicated.');
    const several = (list: LdapFilter[]) => {
      if (list.length === 0) throw invalid('A search for all or any of nothing has no meaning.');
      return list.map((one) => encode(one, depth + 1));
    };
    if ('and' in part) return new AndFilter({ filters: several(part.and) });
    if ('or' in part) return new OrFilter({ filters: several(part.or) });
    if ('not' in part) return new NotFilter({ filter: encode(part.not, depth + 1) });
    const attribute = attributeName(part.attribute);
    if ('exists' in part) return new PresenceFilter({ attribute });
    if ('equals' in part) return new EqualityFilter({ attribute, value: asValue(part.equals) });
    if ('atLeast' in part) return new GreaterThanEqualsFilter({ attribute, value: part.atLeast });
    if ('hasBits' in part) {
      if (!Number.isSafeInteger(part.hasBits)) throw invalid('Flags are a whole number.');
      return new ExtensibleFilter({ matchType: attribute, rule: bitwiseAnd, value: String(part.hasBits) });
    }
    const text = 'startsWith' in part ? part.startsWith : part.contains;
    if (text === '') throw invalid('A part of a text to search for cannot be empty.');
    return new SubstringFilter({ attribute, ...('startsWith' in part ? { initial: text } : { any: [text] }) });
  };
  return encode(filter, 0);
}

/** A name with its options ("member", "userCertificate;binary") or an object identifier. */
export function attributeName(name: string): string {
  if (/^([A-Za-z][A-Za-z0-9-]*|\d+(\.\d+)+)(;[A-Za-z0-9-]+)*$/.test(name) && name.length <= 200) return name;
  throw invalid('An attribute of the directory has a name that cannot be one.');
}

const asValue = (value: string | Uint8Array) => (typeof value === 'string' ? value : Buffer.from(value));

const invalid = (message: string) => new ConnectorError('invalid-input', message, { maybeApplied: false });
