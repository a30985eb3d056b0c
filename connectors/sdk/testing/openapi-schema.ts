// OpenAPI 3.0 schemas as JSON Schema that ajv understands.

export interface OpenApiSchema {
  type?: string;
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
    else result[key] = convert(value, !isNameMap && (key === 'properties' || key === 'schemas'));
  }
  if (!isNameMap && source.nullable === true) return { anyOf: [{ type: 'null' }, result] };
  return result;
}

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
