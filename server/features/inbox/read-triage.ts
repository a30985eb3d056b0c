// The stored triage as the card shows it. Its JSON columns are read strictly where we promise something and
// forgivingly where an older version may have written less.
import { z } from 'zod';
import { statement, type TriageView } from './read-incident.schema.ts';

interface TriageRow {
  id: string;
  method: string;
  category: string;
  priority: string;
  confidence: number | null;
  summary: string;
  statements: unknown;
  nextActions: unknown;
  matches: unknown;
  createdAt: Date;
}

const action = z.union([
  z.string(),
  z.looseObject({ text: z.string() }).transform((value) => value.text),
  z.looseObject({ title: z.string() }).transform((value) => value.title),
]);
const match = z
  .looseObject({
    title: z.string(),
    score: z.number().nullish(),
    similarity: z.number().nullish(),
    kind: z.string().nullish(),
    source: z.string().nullish(),
  })
  .transform((value) => ({
    title: value.title,
    score: value.score ?? value.similarity ?? null,
    kind: value.kind ?? value.source ?? null,
  }));

/** Of a list, the entries that have the shape; an entry that has not is left out, not the page. */
const listOf = <Item extends z.ZodType>(item: Item, value: unknown): z.output<Item>[] =>
  Array.isArray(value)
    ? value.flatMap((entry) => {
        const parsed = item.safeParse(entry);
        return parsed.success ? [parsed.data] : [];
      })
    : [];

export function readTriage(row: TriageRow, playbook: TriageView['playbook']): TriageView {
  return {
    id: row.id,
    method: row.method,
    category: row.category,
    priority: row.priority,
    confidence: row.confidence,
    summary: row.summary,
    statements: listOf(statement, row.statements),
    nextActions: listOf(action, row.nextActions),
    matches: listOf(match, row.matches),
    playbook,
    createdAt: row.createdAt,
  };
}
