// ListInfoInput: conditions, sorting, pages. Only what the vendor's examples show or live tenants were seen to take.
import { z } from 'zod';
import type { GraphqlRecord, GraphqlValue } from '#connectors/sdk/sandbox/graphql/select-fields.ts';
import { JsonScalar } from '#connectors/sdk/sandbox/graphql/select-fields.ts';
import { SuperopsRefusal } from './superops-answers.ts';
import type { SuperopsQuirks } from './superops-state.ts';

const leafShape = z.object({ attribute: z.string(), operator: z.string(), value: z.unknown() });
type Leaf = z.output<typeof leafShape>;
interface Tree {
  joinOperator: 'AND' | 'OR';
  operands: (Leaf | Tree)[];
}
const conditionShape: z.ZodType<Leaf | Tree> = z.lazy(() =>
  z.union([z.object({ joinOperator: z.enum(['AND', 'OR']), operands: z.array(conditionShape) }), leafShape]),
);
const listInfoShape = z.object({
  page: z.number().int().min(1).default(1),
  pageSize: z.number().int().min(1).max(100).default(100),
  condition: conditionShape.nullish(),
  sort: z.array(z.object({ attribute: z.string(), order: z.enum(['ASC', 'DESC']) })).nullish(),
});

export interface ListRules {
  query: string;
  rowsName: string;
  /** attribute -> operators */
  conditions: Record<string, string[]>;
  /** conditions that are taken and do nothing */
  ignored?: string[];
  sorts: string[];
}

export function listAnswer(
  rows: GraphqlRecord[],
  input: unknown,
  rules: ListRules,
  quirks: SuperopsQuirks,
): GraphqlRecord {
  const parsed = listInfoShape.safeParse(input ?? {});
  if (!parsed.success) throw new SuperopsRefusal('type_validation_failed', ['listInfo']);
  const { page, pageSize, condition, sort } = parsed.data;
  const found = condition ? rows.filter((row) => fits(row, condition, rules)) : rows;
  const sorted = [...found];
  for (const { attribute, order } of sort ?? []) {
    if (!rules.sorts.includes(attribute) || quirks.refusedSorts.includes(`${rules.query}.${attribute}`)) {
      throw new SuperopsRefusal('value_pattern_validation_failed', ['sort.attribute']);
    }
    const direction = order === 'ASC' ? 1 : -1;
    sorted.sort((a, b) => direction * String(plain(a[attribute])).localeCompare(String(plain(b[attribute]))));
  }
  const items = sorted.slice((page - 1) * pageSize, page * pageSize);
  const hasMore = page * pageSize < sorted.length;
  return {
    [rules.rowsName]: items,
    listInfo: {
      page,
      pageSize,
      hasMore: hasMore || (quirks.saysHasMoreNull ? null : false),
      totalCount: sorted.length,
    },
  };
}

function fits(row: GraphqlRecord, condition: Leaf | Tree, rules: ListRules): boolean {
  if ('operands' in condition) {
    const each = condition.operands.map((operand) => fits(row, operand, rules));
    return condition.joinOperator === 'AND' ? each.every(Boolean) : each.some(Boolean);
  }
  const { attribute, operator, value } = condition;
  if (rules.ignored?.includes(attribute)) return true;
  if (!rules.conditions[attribute]?.includes(operator)) {
    throw new SuperopsRefusal('value_pattern_validation_failed', ['condition.attribute', 'condition.operator']);
  }
  const [name = '', inner] = attribute.split('.');
  const held = plain(row[name], inner);
  const text = String(held ?? '').toLowerCase();
  switch (operator) {
    case 'is':
      return text === String(value).toLowerCase();
    case 'contains':
      return text.includes(String(value).toLowerCase());
    case 'includes':
    case 'notIncludes': {
      if (!Array.isArray(value)) throw new SuperopsRefusal('type_validation_failed', ['condition.value']);
      const isIn = value.some((entry) => String(entry).toLowerCase() === text);
      return operator === 'includes' ? isIn : !isIn;
    }
    default:
      throw new SuperopsRefusal('value_pattern_validation_failed', ['condition.operator']);
  }
}

function plain(value: GraphqlValue | undefined, inner?: string): unknown {
  const held = value instanceof JsonScalar ? value.value : value;
  if (inner === undefined) return held;
  return typeof held === 'object' && held !== null && !Array.isArray(held) ? Reflect.get(held, inner) : null;
}
