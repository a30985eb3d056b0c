// Which value of the vendor we would choose for a word. Pure.
import type { MappingKind, Suggestion, VendorValue } from './mapping.schema.ts';
import { scoreValue } from './score-value.ts';

/** From here on a suggestion is used without a person; below it is only shown. */
export const sureFrom = 0.8;
const shownFrom = 0.4;
const maxShown = 3;
/** two that are as near as this cannot be told apart */
const tie = 0.03;

/** Best first. Two that fit equally well are both unsure: then a person chooses. */
export function suggestValues(
  kind: MappingKind,
  word: { word: string; title: string },
  candidates: VendorValue[],
): Suggestion[] {
  const scored = candidates
    .flatMap((value) => {
      const score = scoreValue(kind, word, value, candidates);
      return score && score.confidence >= shownFrom ? [{ id: value.id, name: value.name, ...score }] : [];
    })
    .sort((a, b) => b.confidence - a.confidence);
  const [first, second] = scored;
  if (first && second && first.confidence - second.confidence < tie) {
    const unsure = (one: Suggestion, other: Suggestion): Suggestion => ({
      ...one,
      confidence: Math.min(one.confidence, 0.7),
      reason: `${one.reason} "${other.name}" fits as well.`,
    });
    return [unsure(first, second), ...scored.slice(1).map((one) => unsure(one, first))].slice(0, maxShown).map(rounded);
  }
  return scored.slice(0, maxShown).map(rounded);
}

export const surest = (suggestions: Suggestion[]): Suggestion | null => {
  const [first] = suggestions;
  return first && first.confidence >= sureFrom ? first : null;
};

const rounded = (one: Suggestion): Suggestion => ({ ...one, confidence: Math.round(one.confidence * 100) / 100 });
