// Types as far as they help an author: what a fact or a capability's answer looks like, and what may be absent.
import { z } from 'zod';

export interface ValueType {
  kind: 'any' | 'null' | 'bool' | 'number' | 'string' | 'list' | 'map' | 'object';
  isNullable: boolean;
  /** element of a list, value of a map */
  of?: ValueType;
  fields?: Readonly<Record<string, ValueType>>;
}

export const anyType: ValueType = { kind: 'any', isNullable: false };
export const boolType: ValueType = { kind: 'bool', isNullable: false };
export const numberType: ValueType = { kind: 'number', isNullable: false };
export const stringType: ValueType = { kind: 'string', isNullable: false };
export const nullType: ValueType = { kind: 'null', isNullable: true };
export const nullable = (type: ValueType): ValueType => ({ ...type, isNullable: true });
export const present = (type: ValueType): ValueType => ({ ...type, isNullable: false });
export const objectType = (fields: Record<string, ValueType>): ValueType => ({
  kind: 'object',
  isNullable: false,
  fields,
});

interface JsonSchemaNode {
  type?: string | string[];
  anyOf?: JsonSchemaNode[];
  oneOf?: JsonSchemaNode[];
  properties?: Record<string, JsonSchemaNode>;
  required?: string[];
  items?: JsonSchemaNode | JsonSchemaNode[];
  additionalProperties?: JsonSchemaNode | boolean;
  enum?: unknown[];
  const?: unknown;
}

const fromNode = (node: JsonSchemaNode): ValueType => {
  const options = node.anyOf ?? node.oneOf;
  if (options !== undefined) {
    const others = options.filter((option) => option.type !== 'null').map(fromNode);
    const isNullable = others.length < options.length || others.some((other) => other.isNullable);
    const [first] = others;
    const isOneKind = first !== undefined && others.every((other) => other.kind === first.kind);
    return { ...(isOneKind && (others.length === 1 || first.fields === undefined) ? first : anyType), isNullable };
  }
  switch (node.type) {
    case 'string':
      return stringType;
    case 'number':
    case 'integer':
      return numberType;
    case 'boolean':
      return boolType;
    case 'null':
      return nullType;
    case 'array':
      return { kind: 'list', isNullable: false, of: Array.isArray(node.items) ? anyType : fromNode(node.items ?? {}) };
    case 'object': {
      if (node.properties !== undefined) {
        const required = new Set(node.required ?? []);
        const fields = Object.entries(node.properties).map(([key, inner]): [string, ValueType] => {
          const type = fromNode(inner);
          return [key, required.has(key) ? type : nullable(type)];
        });
        return { kind: 'object', isNullable: false, fields: Object.fromEntries(fields) };
      }
      const of = typeof node.additionalProperties === 'object' ? fromNode(node.additionalProperties) : anyType;
      return { kind: 'map', isNullable: false, of };
    }
    default:
      return anyType;
  }
};

const known = new WeakMap<z.ZodType, ValueType>();

export const typeOfSchema = (schema: z.ZodType): ValueType => {
  const before = known.get(schema);
  if (before !== undefined) return before;
  const json = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' });
  const type = fromNode(json as JsonSchemaNode);
  known.set(schema, type);
  return type;
};
