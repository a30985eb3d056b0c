// An input for any procedure, made from its own contract and filled with somebody's ids: read from the router, so that a procedure
// added tomorrow is attacked tomorrow.
import { z } from 'zod';
import type { Row } from './tenant-rows.ts';

interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  minLength?: number;
  minItems?: number;
  propertyNames?: Schema;
  additionalProperties?: Schema | boolean;
  minimum?: number;
  $ref?: string;
  $defs?: Record<string, Schema>;
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const looksLikeId = (name: string): boolean =>
  /(^id|Id|Ids|^slug|Slug|^key|^cursor|^path|^token|^lastEventId)$/.test(name);

function textFor(name: string, schema: Schema, row: Row): string {
  // Only what names something: a name or a comment is the attacker's own text and may come back to them.
  const own = row[snake(name)];
  if (typeof own === 'string' && (looksLikeId(name) || /ersion$|ash$|^topic$/.test(name))) return own;
  // what is refused for naming one thing twice is no attack
  if (name === 'otherId') return crypto.randomUUID();
  const id = row.id ?? row.run_id ?? row.connection_id ?? row.org_id;
  if (schema.format === 'uuid' || looksLikeId(name)) return String(id);
  if (name === 'timeZone') return 'UTC';
  if (schema.format === 'date') return '2026-12-24';
  if (schema.format === 'date-time') return new Date().toISOString();
  if (schema.format === 'email' || name === 'email') return `${crypto.randomUUID()}@example.com`;
  return 'correct horse battery'.padEnd(schema.minLength ?? 0, 'x');
}

function fill(name: string, schema: Schema, row: Row, root: Schema, withOptional: boolean): unknown {
  if (schema.$ref) return fill(name, root.$defs?.[schema.$ref.split('/').at(-1) ?? ''] ?? {}, row, root, withOptional);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return fill(name, options.find(({ type }) => type !== 'null') ?? {}, row, root, withOptional);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => fill(name, part, row, root, withOptional)));
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type;
  const { additionalProperties: values, propertyNames: keys } = schema;
  if (type === 'object' && typeof values === 'object' && keys?.enum) {
    return Object.fromEntries(keys.enum.map((key) => [key, fill(String(key), values, row, root, withOptional)]));
  }
  if (type === 'object' || schema.properties) {
    const entries = Object.entries(schema.properties ?? {}).filter(
      ([key]) => schema.required?.includes(key) || (withOptional && looksLikeId(key) && key !== 'cursor'),
    );
    return Object.fromEntries(entries.map(([key, value]) => [key, fill(key, value, row, root, withOptional)]));
  }
  if (type === 'array')
    return Array.from({ length: Math.max(1, schema.minItems ?? 1) }, () =>
      fill(name, schema.items ?? {}, row, root, withOptional),
    );
  // the end of a span comes after its beginning
  if (type === 'integer' || type === 'number') return Math.max(name === 'to' ? 2 : 1, schema.minimum ?? 1);
  if (type === 'boolean') return true;
  return textFor(name, schema, row);
}

/** undefined when the procedure takes none. `withOptional`: also the optional fields that name something. */
export function makeInput(schemas: readonly unknown[], row: Row, withOptional: boolean): unknown {
  if (schemas.length === 0) return undefined;
  const parts = schemas.map((schema) => {
    const json = z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' }) as Schema;
    return fill('', json, row, json, withOptional);
  });
  return parts.length === 1 ? parts[0] : Object.assign({}, ...parts);
}
