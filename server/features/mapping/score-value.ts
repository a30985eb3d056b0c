// How well a value of the vendor fits one of our words, and why. Pure; every rule says its reason in a sentence.
import { plainWords, stageWords, type TicketStage, ticketStages } from '#server/platform/tickets/ticket-stage.ts';
import type { MappingKind, VendorValue } from './mapping.schema.ts';

export interface Score {
  confidence: number;
  reason: string;
}

/** `siblings`: all values it is chosen among, itself included */
export function scoreValue(
  kind: MappingKind,
  word: OurWord,
  value: VendorValue,
  siblings: VendorValue[],
): Score | null {
  if (kind === 'status') return scoreStatus(word, value, siblings);
  if (kind === 'priority') return scorePriority(word, value, siblings);
  return scoreCategory(word, value);
}

interface OurWord {
  word: string;
  title: string;
}

const best = (scores: (Score | null)[]): Score | null =>
  scores.reduce<Score | null>(
    (kept, score) => (score && score.confidence > (kept?.confidence ?? 0) ? score : kept),
    null,
  );
const sameName: Score = { confidence: 0.99, reason: 'It is called the same.' };

function scoreStatus({ word, title }: OurWord, value: VendorValue, siblings: VendorValue[]): Score | null {
  const stage: TicketStage | undefined = ticketStages.find((one) => one === word);
  if (!stage) return null;
  const rule = stageWords[stage];
  if (value.isClosed && !rule.closes) return null;
  const name = plainWords(value.name);
  const scores: (Score | null)[] = [
    name === plainWords(title) ? sameName : null,
    rule.whole.test(name) ? { confidence: 0.95, reason: 'Its name means just this.' } : null,
    rule.part.test(name) ? { confidence: 0.85, reason: 'Its name has the words for it.' } : null,
  ];
  if (stage === 'new' && value.isDefault) scores.push({ confidence: 0.85, reason: 'New tickets get it.' });
  const closing = siblings.filter(({ isClosed }) => isClosed);
  if (rule.closes && value.isClosed && closing.length === 1) {
    scores.push({ confidence: stage === 'closed' ? 0.85 : 0.8, reason: 'It is the only status that closes a ticket.' });
  }
  const found = best(scores);
  if (!found) return null;
  // a status called "Closed" that closes nothing is not what is meant
  const isOdd = stage === 'closed' && value.isClosed === false && closing.length > 0;
  if (isOdd) return { confidence: found.confidence / 2, reason: `${found.reason} But it does not close the ticket.` };
  return stage === 'new' && value.isDefault ? raised(found, 'New tickets get it.') : found;
}

const priorityRules: Record<string, RegExp> = {
  critical: /\b(critical|emergency|urgent|highest|p1|priority 1|sev 1|severity 1)\b/,
  high: /\b(high|elevated|important|major|p2|priority 2|sev 2|severity 2)\b/,
  medium: /\b(medium|normal|moderate|standard|p3|priority 3|sev 3|severity 3)\b/,
  low: /\b(low|lowest|minor|planned|p4|priority 4|sev 4|severity 4)\b/,
};
const levels = Object.keys(priorityRules);

function scorePriority({ word }: OurWord, value: VendorValue, siblings: VendorValue[]): Score | null {
  const name = plainWords(value.name);
  const named = levels.filter((level) => priorityRules[level]?.test(name));
  const scores: (Score | null)[] = [];
  if (name === word) scores.push(sameName);
  else if (named.length === 1 && named[0] === word) scores.push({ confidence: 0.9, reason: 'Its name says so.' });
  else if (named.includes(word)) scores.push({ confidence: 0.6, reason: 'Its name could mean this, or another one.' });
  const ranked = siblings
    .flatMap(({ id, rank }) => (rank === null ? [] : [{ id, rank }]))
    .sort((a, b) => a.rank - b.rank);
  const isOrdered = ranked.length === siblings.length && new Set(ranked.map(({ rank }) => rank)).size === ranked.length;
  const place = ranked.findIndex(({ id }) => id === value.id);
  if (isOrdered && ranked.length === levels.length && place === levels.indexOf(word) && named.length === 0) {
    scores.push({ confidence: 0.82, reason: `It is number ${place + 1} of ${ranked.length} by urgency.` });
  }
  if (isOrdered && ranked.length > 1 && named.length === 0) {
    if (word === 'critical' && place === 0) scores.push({ confidence: 0.6, reason: 'It is the most urgent one.' });
    if (word === 'low' && place === ranked.length - 1)
      scores.push({ confidence: 0.6, reason: 'It is the least urgent one.' });
  }
  if (word === 'medium' && value.isDefault && named.length === 0)
    scores.push({ confidence: 0.6, reason: 'New tickets get it.' });
  return best(scores);
}

function scoreCategory({ word }: OurWord, value: VendorValue): Score | null {
  if (plainWords(word) === plainWords(value.name)) return sameName;
  const parts = word.split('/').map(stems);
  const specific = parts.at(-1) ?? [];
  const general = parts.slice(0, -1).flat();
  const theirs = stems(value.name);
  const holds = (wanted: string[]) => wanted.length > 0 && wanted.every((stem) => theirs.includes(stem));
  if (holds(specific) && (general.length === 0 || holds(general))) {
    return { confidence: 0.92, reason: 'Its name has all of these words.' };
  }
  // "Print" yes; "Print, scan and copy contracts" is something of its own
  if (holds(specific) && theirs.length <= specific.length + 2) {
    return { confidence: 0.84, reason: 'Its name has the words that matter.' };
  }
  if (theirs.length > 0 && theirs.length === general.length && holds(general)) {
    return { confidence: 0.65, reason: 'It is the wider category of it.' };
  }
  const shared = [...new Set([...specific, ...general])].filter((stem) => theirs.includes(stem)).length;
  if (shared === 0) return null;
  const confidence = Math.min(0.6, (2 * shared) / (specific.length + general.length + theirs.length));
  return confidence < 0.4 ? null : { confidence, reason: 'Its name has some of these words.' };
}

const fillers = new Set(['and', 'or', 'the', 'of', 'for', 'a', 'issue', 'issues', 'problem', 'problems', 'support']);

/** "Printing" and "Printers" are one word here. */
const stems = (text: string): string[] =>
  plainWords(text.replace(/e-mail/gi, 'email'))
    .split(' ')
    .filter((part) => part !== '' && !fillers.has(part))
    .map((part) => (part.length > 5 ? part.replace(/(ing|ers|er|s)$/, '') : part.replace(/(?<=\w{3})s$/, '')));

const raised = ({ confidence, reason }: Score, why: string): Score => ({
  confidence: Math.min(0.99, confidence + 0.04),
  reason: reason === why ? reason : `${reason} ${why}`,
});
