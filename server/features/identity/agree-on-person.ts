// One person from what the PSA, the documentation and the directories say. Pure.
import { agree } from './agree.ts';
import type { PersonFacts } from './identity-facts.ts';

export interface PersonIdentityFacts {
  clientId: string | null;
  facts: PersonFacts;
  seenAt: Date;
  isGone: boolean;
}

export interface AgreedPerson {
  clientId: string | null;
  name: string;
  email: string | null;
  isActive: boolean;
  isGone: boolean;
}

/** Active while somebody who lists them says so. */
export function agreeOnPerson(current: AgreedPerson, identities: PersonIdentityFacts[]): AgreedPerson {
  const newest = identities.filter(({ isGone }) => !isGone).sort((a, b) => b.seenAt.getTime() - a.seenAt.getTime());
  if (newest.length === 0) return { ...current, isGone: identities.length > 0 };
  const stated = newest.map(({ facts }) => facts.isActive).filter((value) => value !== null);
  return {
    clientId: agree(
      current.clientId,
      newest.map(({ clientId }) => clientId),
    ),
    name:
      agree(
        current.name,
        newest.map(({ facts }) => facts.name),
      ) ?? current.name,
    email: agree(
      current.email,
      newest.map(({ facts }) => facts.email),
    ),
    isActive: stated.length > 0 ? stated.includes(true) : current.isActive,
    isGone: false,
  };
}

/** What people are matched by: mail and principal name, in one form; none that many share. */
export function addressesOf(facts: Pick<PersonFacts, 'email' | 'principalName'>): string[] {
  const plain = [facts.email, facts.principalName].flatMap((address) => {
    const text = address?.trim().toLowerCase() ?? '';
    return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) && !sharedBoxes.test(text) ? [text] : [];
  });
  return [...new Set(plain)];
}

/** Boxes of an office, not of a person. */
const sharedBoxes =
  /^(info|office|admin|support|sales|contact|hello|mail|reception|accounts?|billing|noreply|no-reply)@/;
