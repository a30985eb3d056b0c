// Documents that show answers as examples and not as schemas: an example becomes the schema of its own fields. Nothing in
// it is required, everything may be null, and a field it does not show is unknown.
import type { OpenApiSchema } from './openapi-schema.ts';
import type { OpenApiDocument } from './spec-check.ts';

/** The document with a schema wherever an answer has an example only. */
export function withExampleSchemas(document: OpenApiDocument): OpenApiDocument {
  const copy = structuredClone(document);
  for (const item of Object.values(copy.paths)) {
    for (const operation of Object.values(item)) {
      if (Array.isArray(operation)) continue;
      for (const response of Object.values(operation.responses ?? {})) {
        for (const media of Object.values(response.content ?? {})) {
          const example = exampleOf(media);
          if (!media.schema && example !== undefined) media.schema = schemaOfExample(example);
        }
      }
    }
  }
  return copy;
}

function exampleOf(media: object): unknown {
  if ('example' in media) return media.example;
  const [first] = 'examples' in media && typeof media.examples === 'object' ? Object.values(media.examples ?? {}) : [];
  return typeof first === 'object' && first !== null && 'value' in first ? first.value : undefined;
}

/** null and what is empty tell nothing about their contents */
export function schemaOfExample(example: unknown): OpenApiSchema {
  if (Array.isArray(example)) {
    const kinds = new Map(example.map((each) => [JSON.stringify(schemaOfExample(each)), schemaOfExample(each)]));
    if (kinds.size === 0) return nullable({ type: 'array' });
    return nullable({ type: 'array', items: { anyOf: [...kinds.values()] } });
  }
  if (typeof example === 'object' && example !== null) {
    const properties = Object.entries(example).map(([name, value]) => [name, schemaOfExample(value)]);
    if (properties.length === 0) return nullable({ type: 'object', additionalProperties: true });
    return nullable({ type: 'object', additionalProperties: false, properties: Object.fromEntries(properties) });
  }
  const type = typeof example;
  return type === 'string' || type === 'number' || type === 'boolean' ? nullable({ type }) : {};
}

const nullable = (schema: OpenApiSchema): OpenApiSchema => ({ ...schema, nullable: true });
