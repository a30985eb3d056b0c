// How alike two names are: customers under slightly different names, people with and without a middle name. Pure.
import { plainName } from '../connections/public.ts';
import type { Suggestion } from './mapping.schema.ts';

export interface Likeness {
  confidence: number;
  reason: string;
}

const shownFrom = 0.5;
const maxShown = 3;

export function likenessOf(left: string, right: string): Likeness | null {
  const [a, b] = [plainName(left), plainName(right)];
  if (a === '' || b === '') return null;
  if (a === b) return { confidence: 0.97, reason: 'The names are the same.' };
  const [fewer, more] = [a.split(' '), b.split(' ')].sort((one, other) => one.length - other.length) as [
    string[],
    string[],
  ];
  if (fewer.every((word) => more.includes(word)) && fewer.some((word) => word.length > 3)) {
    return { confidence: 0.82, reason: 'One name is a part of the other.' };
  }
  const alike = Math.round(diceOfPairs(a, b) * 95) / 100;
  if (alike >= 0.7) return { confidence: Math.min(alike, 0.9), reason: 'The names are spelled nearly the same.' };
  const short = [a, b].find((name) => /^\p{L}{2,6}$/u.test(name));
  const long = short === a ? b : a;
  if (short && long.includes(' ') && initialsOf(long) === short) {
    return { confidence: 0.6, reason: 'One name is the initials of the other.' };
  }
  return alike >= shownFrom ? { confidence: alike, reason: 'The names have much in common.' } : null;
}

const initialsOf = (name: string): string =>
  name
    .split(' ')
    .map((word) => word.charAt(0))
    .join('');

/** Twice the shared pairs of letters over all of them: 1 = the same letters in the same order. */
function diceOfPairs(a: string, b: string): number {
  const pairsOf = (text: string) => Array.from({ length: text.length - 1 }, (_, at) => text.slice(at, at + 2));
  const left = pairsOf(a);
  const right = pairsOf(b);
  if (left.length + right.length === 0) return 0;
  const rest = [...right];
  const shared = left.filter((pair) => {
    const at = rest.indexOf(pair);
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  });
  return (2 * shared.length) / (left.length + right.length);
}

export interface Candidate {
  id: string;
  name: string;
}

/** Only names that share a word or a beginning are compared: a thousand names against a thousand stays quick. */
export class NameIndex {
  private readonly byKey = new Map<string, Candidate[]>();

  constructor(candidates: readonly Candidate[]) {
    for (const candidate of candidates) {
      for (const key of keysOf(candidate.name)) {
        const known = this.byKey.get(key);
        if (known) known.push(candidate);
        else this.byKey.set(key, [candidate]);
      }
    }
  }

  /** Best first, at most three. */
  suggest(name: string, not: (candidate: Candidate) => boolean = () => false): Suggestion[] {
    const near = new Set(keysOf(name).flatMap((key) => (this.byKey.get(key) ?? []).slice(0, 200)));
    return [...near]
      .flatMap((candidate) => {
        if (not(candidate)) return [];
        const likeness = likenessOf(name, candidate.name);
        return likeness ? [{ id: candidate.id, name: candidate.name, ...likeness }] : [];
      })
      .sort((one, other) => other.confidence - one.confidence || (one.name < other.name ? -1 : 1))
      .slice(0, maxShown);
  }
}

function keysOf(name: string): string[] {
  const plain = plainName(name);
  const words = plain.split(' ');
  const initials = words.length > 1 ? initialsOf(plain) : plain;
  return [...new Set([...words, ...words.map((word) => `${word.slice(0, 3)}*`), `=${initials}`])];
}
