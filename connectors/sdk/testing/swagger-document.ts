// Swagger 2.0 documents in the words of OpenAPI 3.0, so that one check reads both.
import type { OpenApiSchema } from './openapi-schema.ts';
import type { OpenApiDocument, Operation } from './spec-check.ts';

type SwaggerParameter = OpenApiSchema & { in: string; name: string; required?: boolean; schema?: OpenApiSchema };
interface SwaggerOperation {
  consumes?: string[];
  produces?: string[];
  parameters?: SwaggerParameter[];
  responses?: Record<string, { schema?: OpenApiSchema }>;
}
export interface SwaggerDocument {
  swagger: '2.0';
  consumes?: string[];
  produces?: string[];
  paths: Record<string, Record<string, SwaggerOperation> & { parameters?: SwaggerParameter[] }>;
  definitions?: Record<string, OpenApiSchema>;
  parameters?: Record<string, SwaggerParameter>;
}

export const isSwaggerDocument = (document: object): document is SwaggerDocument =>
  'swagger' in document && document.swagger === '2.0';

/**
 * Swagger 2.0 has no word for null: whatever it does not require may be null, because servers answer so and their documents
 * cannot say it.
 */
export function fromSwagger(source: SwaggerDocument): OpenApiDocument {
  const swagger = renameReferences(source);
  const paths = Object.entries(swagger.paths).map(([path, item]): [string, OpenApiDocument['paths'][string]] => {
    const { parameters: shared, ...operations } = item;
    const converted = Object.entries(operations).map(([method, operation]) => [
      method,
      toOperation(operation, [...(shared ?? []), ...(operation.parameters ?? [])], swagger),
    ]);
    return [path, Object.fromEntries(converted)];
  });
  return withNullableProperties({
    paths: Object.fromEntries(paths),
    components: { schemas: swagger.definitions ?? {} },
  });
}

function toOperation(operation: SwaggerOperation, given: SwaggerParameter[], swagger: SwaggerDocument): Operation {
  const parameters = given.map((one) => swagger.parameters?.[one.$ref?.split('/').at(-1) ?? ''] ?? one);
  const body = parameters.find((one) => one.in === 'body');
  const form = parameters.filter((one) => one.in === 'formData');
  const content = (types: string[] | undefined, schema: OpenApiSchema) =>
    Object.fromEntries((types ?? ['application/json']).map((type) => [type, { schema }]));
  const consumes = operation.consumes ?? swagger.consumes;
  const formSchema = {
    type: 'object',
    properties: Object.fromEntries(form.map((one) => [one.name, toSchema(one)])),
  };
  const responses = Object.entries(operation.responses ?? {}).map(([status, response]) => [
    status,
    response.schema ? { content: content(operation.produces ?? swagger.produces, response.schema) } : {},
  ]);
  return {
    parameters: parameters
      .filter((one) => one.in !== 'body' && one.in !== 'formData')
      .map((one) => ({ in: one.in, name: one.name, required: one.required ?? false, schema: toSchema(one) })),
    ...(body?.schema
      ? { requestBody: { required: body.required ?? false, content: content(consumes, body.schema) } }
      : form.length > 0
        ? { requestBody: { content: content(consumes ?? ['application/x-www-form-urlencoded'], formSchema) } }
        : {}),
    responses: Object.fromEntries(responses),
  };
}

/** what stands beside the name of a parameter is its schema here */
function toSchema(parameter: SwaggerParameter): OpenApiSchema {
  const { in: _in, name: _name, required: _required, description: _description, ...schema } = parameter;
  // a list in one query value; `checkExchanges` reads those too
  const { collectionFormat: _collectionFormat, allowEmptyValue: _allowEmptyValue, ...rest } = schema;
  return rest;
}

function renameReferences(source: SwaggerDocument): SwaggerDocument {
  const text = JSON.stringify(source).replaceAll('"#/definitions/', '"#/components/schemas/');
  return JSON.parse(text) as SwaggerDocument;
}

/** For documents that never say null although the server does: every property that is not required may be null. */
export function withNullableProperties(document: OpenApiDocument): OpenApiDocument {
  const loosen = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(loosen);
    if (typeof node !== 'object' || node === null) return node;
    const copy: Record<string, unknown> = Object.fromEntries(
      Object.entries(node).map(([name, value]) => [name, loosen(value)]),
    );
    const { properties } = copy;
    if (typeof properties !== 'object' || properties === null) return copy;
    const required = new Set(Array.isArray(copy.required) ? copy.required : []);
    copy.properties = Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [
        name,
        required.has(name) || !isSchema(schema) ? schema : { ...schema, nullable: true },
      ]),
    );
    return copy;
  };
  return loosen(document) as OpenApiDocument;
}

const isSchema = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
