// OpenAPI 3.0 and 3.1 schemas as JSON Schema that ajv understands.

export interface OpenApiSchema {
  type?: string | string[];
  $ref?: string;
  items?: OpenApiSchema;
  properties?: Record<string, OpenApiSchema>;
  allOf?: OpenApiSchema[];
  [keyword: string]: unknown;
}

const dropped = new Set([
  'discriminator',
  'example',
  'examples',
  'xml',
  'externalDocs',
  'readOnly',
  'writeOnly',
  'deprecated',
]);

export function toJsonSchema(schema: OpenApiSchema): OpenApiSchema {
  return convert(schema, false) as OpenApiSchema;
}

/** @param isNameMap the keys are names (of properties, of schemas), not keywords */
function convert(node: unknown, isNameMap: boolean): unknown {
  if (Array.isArray(node)) return node.map((entry) => convert(entry, false));
  if (typeof node !== 'object' || node === null) return node;
  const source = node as Record<string, unknown>;
  // generated documents write java.lang.Object this way: it may be anything
  if (!isNameMap && isAnything(source)) return {};
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(source)) {
    if (!isNameMap && (dropped.has(key) || key === 'nullable')) continue;
    if (!isNameMap && key === '$ref' && typeof value === 'string') result.$ref = value.replace(/^#/, 'document#');
    else if (!isNameMap && (key === 'enum' || key === 'required' || key === 'default')) result[key] = value;
    // subtypes that only a discriminator tells apart fit several at once
    else if (!isNameMap && key === 'oneOf' && isListOfReferences(value)) result.anyOf = convert(value, false);
    else result[key] = convert(value, !isNameMap && (key === 'properties' || key === 'schemas'));
  }
  if (!isNameMap && source.nullable === true) return { anyOf: [{ type: 'null' }, result] };
  return result;
}

const isListOfReferences = (value: unknown) =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'object' && entry !== null && '$ref' in entry);

const isAnything = (schema: Record<string, unknown>) =>
  schema.type === 'object' &&
  Object.keys(schema).every((key) => ['type', 'description', 'nullable', 'title'].includes(key));

/** Names a document gives an object, those of its subtypes included; null when it leaves them open. */
export function knownProperties(schema: OpenApiSchema, schemas: Record<string, OpenApiSchema>): Set<string> | null {
  const refName = schema.$ref?.split('/').at(-1);
  if (refName !== undefined) {
    const target = schemas[refName];
    const own = target ? knownProperties(target, schemas) : null;
    if (!own) return null;
    const subtypes = Object.values(schemas).filter((other) => other.allOf?.some((part) => part.$ref === schema.$ref));
    for (const subtype of subtypes) for (const name of partNames(subtype)) own.add(name);
    return own;
  }
  if (schema.additionalProperties !== undefined && schema.additionalProperties !== false) return null;
  if (schema.oneOf || schema.anyOf) return null;
  const names = new Set(Object.keys(schema.properties ?? {}));
  for (const part of schema.allOf ?? []) {
    const more = knownProperties(part, schemas);
    if (!more) return null;
    for (const name of more) names.add(name);
  }
  return names.size === 0 ? null : names;
}

const partNames = (schema: OpenApiSchema): string[] =>
  (schema.allOf ?? []).flatMap((part) => Object.keys(part.properties ?? {}));

/** Fields of a value, at any depth, that the document has no name for: "items.colour". */
export function unknownFields(
  value: unknown,
  schema: OpenApiSchema,
  schemas: Record<string, OpenApiSchema>,
  where = '',
): string[] {
  if (Array.isArray(value)) {
    const { items } = resolve(schema, schemas);
    return items ? value.flatMap((entry) => unknownFields(entry, items, schemas, where)) : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  const names = knownProperties(schema, schemas);
  if (!names) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = where === '' ? name : `${where}.${name}`;
    if (!names.has(name)) return [path];
    const property = propertyOf(schema, name, schemas);
    return property ? unknownFields(inner, property, schemas, path) : [];
  });
}

const resolve = (schema: OpenApiSchema, schemas: Record<string, OpenApiSchema>): OpenApiSchema =>
  schemas[schema.$ref?.split('/').at(-1) ?? ''] ?? schema;

function propertyOf(
  schema: OpenApiSchema,
  name: string,
  schemas: Record<string, OpenApiSchema>,
): OpenApiSchema | undefined {
  const target = resolve(schema, schemas);
  const own = target.properties?.[name];
  if (own) return own;
  for (const part of target.allOf ?? []) {
    const found = propertyOf(part, name, schemas);
    if (found) return found;
  }
  return undefined;
}
