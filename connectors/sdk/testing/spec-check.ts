// Holds what a connector sent and what its sandbox answered against the vendor's own OpenAPI document (3.0, 3.1, or Swagger
// 2.0): paths, methods, query parameters, bodies, answers. Fields the document does not know are faults too: a sandbox that
// invents them would let a connector pass that fails on the real thing.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { parse as parseYaml } from 'yaml';
import { parseMultipart } from '../sandbox/read-request.ts';
import type { Exchange } from '../sandbox/sandbox-server.ts';
import { knownProperties, type OpenApiSchema, toJsonSchema, unknownFields } from './openapi-schema.ts';
import { fromSwagger, isSwaggerDocument } from './swagger-document.ts';

interface RequestBody {
  required?: boolean;
  content?: Record<string, { schema?: OpenApiSchema }>;
}
interface Response {
  content?: Record<string, { schema?: OpenApiSchema }>;
  $ref?: string;
}
export interface Operation {
  parameters?: { in: string; name: string; required?: boolean; schema?: OpenApiSchema; $ref?: string }[];
  requestBody?: RequestBody & { $ref?: string };
  responses?: Record<string, Response>;
}
type PathItem = Record<string, Operation> & { parameters?: Operation['parameters'] };
export interface OpenApiDocument {
  paths: Record<string, PathItem>;
  components?: {
    schemas?: Record<string, OpenApiSchema>;
    parameters?: Record<string, unknown>;
    requestBodies?: Record<string, RequestBody>;
    responses?: Record<string, Response>;
  };
}

export interface SpecCheck {
  requests: number;
  answers: number;
  /** answers the document has no shape for (204, undocumented) */
  shapeless: number;
  problems: string[];
}

/** `../shared/vendors/<vendor>/spec.*` beside the repository, or null with the reason printed. */
export function loadVendorSpec(
  vendor: string,
  repositoryRoot = join(import.meta.dirname, '../../..'),
): OpenApiDocument | null {
  const folder = join(repositoryRoot, '../shared/vendors', vendor);
  for (const name of ['spec.yaml', 'spec.json', 'spec.openapi.json', 'spec.openapi.yaml', 'spec.swagger.json']) {
    const file = join(folder, name);
    if (!existsSync(file)) continue;
    const text = readFileSync(file, 'utf8');
    // the YAML parser reads JSON too, a hundred times slower
    const document: unknown = name.endsWith('.json') ? JSON.parse(text) : parseYaml(text, { maxAliasCount: 0 });
    if (typeof document !== 'object' || document === null) throw new Error(`${file} is not a document.`);
    return isSwaggerDocument(document) ? fromSwagger(document) : (document as OpenApiDocument);
  }
  console.warn(`spec check of ${vendor} skipped: there is no ../shared/vendors/${vendor}/spec.* beside the repository`);
  return null;
}

/**
 * @param options.basePath what stands before the document's paths, as in "/v4_6_release/apis/3.0"
 * @param options.ignore paths that the document leaves out (sign-in); everything else unknown is a problem
 * @param options.checksNestedFields unknown fields inside lists and records too, of requests as of answers
 * @param options.isAllowed known holes of the document, as "GET /v2/x: body field y", each with a reason beside it
 */
export function checkExchanges(
  document: OpenApiDocument,
  exchanges: readonly Exchange[],
  options: {
    basePath?: string;
    ignore?: RegExp;
    checksNestedFields?: boolean;
    isAllowed?: (problem: string) => boolean;
  } = {},
): SpecCheck {
  const check: SpecCheck = { requests: 0, answers: 0, shapeless: 0, problems: [] };
  const validators = schemaValidators(document);
  const found = new Set<string>();
  for (const exchange of exchanges) {
    if (options.ignore?.test(exchange.path)) continue;
    const base = options.basePath ?? '';
    const path = exchange.path.startsWith(base) ? exchange.path.slice(base.length) : exchange.path;
    const match = findOperation(document, exchange.method, path);
    const say = (problem: string) => found.add(`${exchange.method} ${match?.template ?? path}: ${problem}`);
    if (!match) {
      say('is not in the document');
      continue;
    }
    check.requests++;
    const nested = options.checksNestedFields ? document : null;
    checkRequest(exchange, match, validators, nested, say);
    if (exchange.isFault) continue;
    const shape = responseSchema(document, match.operation, exchange.status);
    if (!shape || exchange.responseText === '') {
      check.shapeless++;
      continue;
    }
    check.answers++;
    checkBody('answer', exchange.responseText, shape, { top: document, nested }, validators, say);
  }
  check.problems = [...found].filter((problem) => !options.isAllowed?.(problem)).sort();
  return check;
}

interface Match {
  template: string;
  operation: Operation;
  parameters: NonNullable<Operation['parameters']>;
}

function findOperation(document: OpenApiDocument, method: string, path: string): Match | null {
  const given = path.split('/');
  const fits = (template: string) => {
    const parts = template.split('/');
    return parts.length === given.length && parts.every((part, index) => part.startsWith('{') || part === given[index]);
  };
  // literal parts before parameters: /devices/search is not a device
  const templates = Object.keys(document.paths)
    .filter(fits)
    .sort((a, b) => (a.match(/\{/g)?.length ?? 0) - (b.match(/\{/g)?.length ?? 0));
  for (const template of templates) {
    const item = document.paths[template];
    const operation = item?.[method.toLowerCase()];
    if (!item || !operation) continue;
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) => {
      const name = parameter.$ref?.split('/').at(-1);
      const shared = name === undefined ? undefined : document.components?.parameters?.[name];
      return (shared ?? parameter) as NonNullable<Operation['parameters']>[number];
    });
    const body = operation.requestBody?.$ref?.split('/').at(-1);
    const requestBody = body === undefined ? operation.requestBody : document.components?.requestBodies?.[body];
    return { template, operation: { ...operation, ...(requestBody ? { requestBody } : {}) }, parameters };
  }
  return null;
}

type Validators = (schema: OpenApiSchema) => ValidateFunction;

function schemaValidators(document: OpenApiDocument): Validators {
  const ajv = new Ajv({ strict: false, allErrors: false, validateFormats: true });
  addFormats.default(ajv);
  ajv.addSchema(toJsonSchema({ components: document.components }), 'document');
  const compiled = new Map<OpenApiSchema, ValidateFunction>();
  return (schema) => {
    const known = compiled.get(schema);
    if (known) return known;
    const made = ajv.compile(toJsonSchema(schema));
    compiled.set(schema, made);
    return made;
  };
}

function checkRequest(
  exchange: Exchange,
  match: Match,
  validators: Validators,
  nested: OpenApiDocument | null,
  say: (problem: string) => void,
): void {
  const inQuery = match.parameters.filter((parameter) => parameter.in === 'query');
  for (const [name, value] of exchange.query) {
    const known = inQuery.find((parameter) => parameter.name === name);
    if (!known) say(`query parameter "${name}" is not in the document`);
    else if (known.schema && !validators(known.schema)(coerce(value, known.schema)))
      say(`query ${name}=${value} does not fit`);
  }
  for (const parameter of inQuery) {
    if (parameter.required && !exchange.query.some(([name]) => name === parameter.name))
      say(`query ${parameter.name} is missing`);
  }
  const content = match.operation.requestBody?.content ?? {};
  if (exchange.requestText === '') {
    if (match.operation.requestBody?.required) say('the body is missing');
    return;
  }
  const type = exchange.requestHeaders['content-type'] ?? '';
  const schema = (content[type.split(';')[0] ?? ''] ?? content['application/json'] ?? content['*/*'])?.schema;
  if (Object.keys(content).length === 0) say('has a body, and the document knows none');
  else if (schema && /json/.test(type))
    checkBody('body', exchange.requestText, schema, { top: null, nested }, validators, say);
  else if (schema && type.startsWith('multipart/'))
    checkParts(exchange.requestText, type, schema, nested, validators, say);
}

/** Parts of a multipart body that are JSON, each against the property of its name. */
function checkParts(
  text: string,
  type: string,
  schema: OpenApiSchema,
  nested: OpenApiDocument | null,
  validators: Validators,
  say: (problem: string) => void,
): void {
  for (const { name, contentType, content } of parseMultipart(Buffer.from(text), type) ?? []) {
    const known = schema.properties?.[name];
    if (!known) say(`part "${name}" is not in the document`);
    else if (/json/.test(contentType))
      checkBody(`part "${name}"`, content, known, { top: null, nested }, validators, say);
  }
}

function coerce(value: string, schema: OpenApiSchema): unknown {
  // OpenAPI 3.1 has lists of types
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  if (types.includes('array')) return value.split(',').map((entry) => coerce(entry, schema.items ?? {}));
  if (types.includes('integer') || types.includes('number')) return Number(value);
  return types.includes('boolean') ? value === 'true' : value;
}

function responseSchema(document: OpenApiDocument, operation: Operation, status: number): OpenApiSchema | undefined {
  const responses = operation.responses ?? {};
  const range = `${Math.floor(status / 100)}XX`;
  const named = responses[String(status)] ?? responses[range] ?? (status < 300 ? responses.default : undefined);
  const shared = named?.$ref?.split('/').at(-1);
  const response = shared === undefined ? named : document.components?.responses?.[shared];
  const content = response?.content ?? {};
  return (
    content['application/json'] ??
    Object.entries(content).find(([type]) => /json/.test(type))?.[1] ??
    content['*/*']
  )?.schema;
}

function checkBody(
  what: string,
  text: string,
  schema: OpenApiSchema,
  documents: { top: OpenApiDocument | null; nested: OpenApiDocument | null },
  validators: Validators,
  say: (problem: string) => void,
): void {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    say(`${what} is not JSON`);
    return;
  }
  const validate = validators(schema);
  if (!validate(body)) {
    // "must be null" is only said because null would have been fine too
    const errors = validate.errors ?? [];
    const error = errors.find((one) => one.message !== 'must be null') ?? errors[0];
    say(`${what} ${error?.instancePath.replace(/\/\d+/g, '/*') || '/'} ${error?.message}`);
  }
  if (documents.nested) {
    for (const field of unknownFields(body, schema, documents.nested.components?.schemas ?? {})) {
      say(`${what} field "${field}" is not in the document`);
    }
    return;
  }
  const document = documents.top;
  if (!document) return;
  const row = Array.isArray(body) ? schema.items : schema;
  const names = row ? knownProperties(row, document.components?.schemas ?? {}) : null;
  if (!names) return;
  for (const entry of Array.isArray(body) ? body : [body]) {
    if (typeof entry !== 'object' || entry === null) continue;
    for (const name of Object.keys(entry)) if (!names.has(name)) say(`${what} field "${name}" is not in the document`);
  }
}
