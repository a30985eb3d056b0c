// Who should get this? By tier, then by what they know of it, then by who has least to do. Pure, with its reasons.
import type { ChosenPerson } from '#server/engine/ports/people.ts';

export interface Candidate {
  id: string;
  name: string;
  /** "tier1", "tier2", ... */
  tier: string;
  skills: string[];
  openTickets: number;
}

export interface Wish {
  /** "tier2", "Tier 2", "L2", or the name of a person */
  to: string;
  /** what the problem is about: kind, category, title, names of processes and services */
  topics: string[];
}

export function chooseEngineer(wish: Wish, candidates: Candidate[]): ChosenPerson | null {
  const named = candidates.find((one) => one.name.toLowerCase() === wish.to.trim().toLowerCase());
  if (named) return { engineerId: named.id, name: named.name, reasons: ['asked for by name'] };
  const wanted = tierOf(wish.to);
  // nobody below the tier: an escalation that lands where it came from is none
  const able = wanted === null ? candidates : candidates.filter((one) => (tierOf(one.tier) ?? 0) >= wanted);
  const topics = wordsOf(wish.topics.join(' '));
  const ranked = able
    .map((one) => ({
      one,
      known: one.skills.filter((skill) => isAbout(skill, topics)),
      distance: Math.abs((tierOf(one.tier) ?? 1) - (wanted ?? 1)),
    }))
    .sort(
      (a, b) =>
        b.known.length - a.known.length ||
        a.distance - b.distance ||
        a.one.openTickets - b.one.openTickets ||
        (a.one.name < b.one.name ? -1 : 1),
    );
  const [best] = ranked;
  if (!best) return null;
  const reasons = [`tier ${tierOf(best.one.tier) ?? '?'}`];
  for (const skill of best.known) reasons.push(`knows ${skill}`);
  const rivals = ranked.filter((other) => other !== best && other.known.length === best.known.length);
  if (rivals.length > 0 && rivals.every((other) => other.one.openTickets > best.one.openTickets)) {
    reasons.push(`fewest open tickets (${best.one.openTickets})`);
  }
  if (topics.size > 0 && best.known.length === 0) reasons.push('nobody of this tier lists a matching skill');
  return { engineerId: best.one.id, name: best.one.name, reasons };
}

function tierOf(text: string): number | null {
  const digits = /^\s*(?:tier|level|l)?[\s_-]*(\d)\s*$/i.exec(text)?.[1];
  return digits ? Number(digits) : null;
}

/** A skill fits when each of its words is among the topics, in whatever form. */
function isAbout(skill: string, topics: ReadonlySet<string>): boolean {
  const words = [...wordsOf(skill)];
  return words.length > 0 && words.every((word) => topics.has(word));
}

const tooCommon = new Set([
  'the',
  'and',
  'for',
  'with',
  'other',
  'endpoint',
  'alert',
  'server',
  'workstation',
  'on',
  'of',
]);

function wordsOf(text: string): Set<string> {
  const words = text
    .toLowerCase()
    .replace(/\.exe\b/g, ' ')
    .split(/[^a-z0-9+#]+/)
    .filter((word) => word.length > 1 && !tooCommon.has(word))
    .map(stem);
  return new Set(words);
}

/** "patches", "patching" and "patch" are one word; so are "printing", "printer" and "print". */
const stem = (word: string): string =>
  word.length > 4 ? word.replace(/(ings?|ers?|ed|es|s)$/, '').replace(/(.)\1$/, '$1') : word;
