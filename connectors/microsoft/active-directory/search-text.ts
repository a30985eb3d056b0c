// A person's words as a filter: each must occur. They travel as values, so that no sign in them has a meaning.
import type { LdapFilter } from '#connectors/sdk/ldap-port.ts';

type Match = (word: string) => LdapFilter;

/** @returns filters to be combined with "and"; none when there are no words */
export function wordFilters(text: string | null | undefined, matches: readonly Match[]): LdapFilter[] {
  const words = (text ?? '').split(/\s+/).filter(Boolean).slice(0, 10);
  return words.map((word) => ({ or: matches.map((match) => match(word)) }));
}

export const contains =
  (attribute: string): Match =>
  (word) => ({ attribute, contains: word });
export const startsWith =
  (attribute: string): Match =>
  (word) => ({ attribute, startsWith: word });
