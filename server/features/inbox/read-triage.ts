// The stored triage as the card shows it. Its JSON columns are read strictly where we promise something and
// forgivingly where an older version may have written less.
import { z } from 'zod';
import { statement, type TriageView } from './read-incident.schema.ts';

export interface TriageRow {
  id: string;
  method: string;
  state: string;
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

export interface PickedTriage<Row extends TriageRow = TriageRow> {
  shown: Row;
  model: TriageView['model'];
}

/**
 * What to show of everything that was thought about one thing: the newest conclusion, and what the model is doing. A
 * round begins with the rules' row, so a model asked before it says nothing about now.
 * @param rows newest first
 */
export function pickTriage<Row extends TriageRow>(rows: Row[]): PickedTriage<Row> | null {
  const shown = rows.find((row) => row.state === 'done');
  if (!shown) return null;
  const beginning = rows.findIndex((row) => row.method === 'rules');
  const asked = rows.slice(0, beginning === -1 ? rows.length : beginning).find((row) => row.method !== 'rules');
  return { shown, model: asked ? modelOf(asked) : null };
}

function modelOf({ method: name, state, nextActions }: TriageRow): TriageView['model'] {
  // a failed row keeps the reason where a card keeps its first action
  if (state === 'failed') return { name, state, reason: listOf(action, nextActions)[0] ?? null };
  return { name, state: state === 'thinking' ? 'thinking' : 'done', reason: null };
}

export function readTriage({ shown: row, model }: PickedTriage, playbook: TriageView['playbook']): TriageView {
  return {
    id: row.id,
    method: row.method,
    model,
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
