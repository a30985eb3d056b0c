// From a whole record to what a query selected of it, refused as servers refuse: an unknown field, a selection inside a
// scalar, a missing selection.
import type { Json } from '../world-types.ts';
import { type GraphqlField, GraphqlRefusal } from './parse-graphql.ts';

/** A value that is one scalar to GraphQL, whatever is inside; nothing of it can be selected. */
export class JsonScalar {
  readonly value: Json;
  constructor(value: Json) {
    this.value = value;
  }
}
export const jsonScalar = (value: Json): JsonScalar => new JsonScalar(value);

export type GraphqlRecord = { [name: string]: GraphqlValue };
export type GraphqlValue = string | number | boolean | null | JsonScalar | GraphqlRecord | GraphqlValue[];

/** @throws GraphqlRefusal `FieldUndefined`, `SubSelectionNotAllowed`, `SubSelectionRequired` */
export function selectFields(value: GraphqlValue, field: GraphqlField): Json {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map((entry) => selectFields(entry, field));
  const isScalar = value instanceof JsonScalar || typeof value !== 'object';
  if (isScalar && field.fields) {
    throw new GraphqlRefusal('SubSelectionNotAllowed', `Subselection not allowed on leaf type of field ${field.name}`);
  }
  if (value instanceof JsonScalar) return value.value;
  if (typeof value !== 'object') return value;
  if (!field.fields) throw new GraphqlRefusal('SubSelectionRequired', `Subselection required for field ${field.name}`);
  return Object.fromEntries(
    field.fields.map((wanted) => {
      const inner = value[wanted.name];
      if (inner === undefined) {
        throw new GraphqlRefusal('FieldUndefined', `Field '${wanted.name}' in type of '${field.name}' is undefined`);
      }
      return [wanted.name, selectFields(inner, wanted)];
    }),
  );
}
