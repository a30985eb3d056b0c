// Holds what a connector asked and what its sandbox answered against the vendor's own GraphQL schema: every query, every
// variable, and every answer as a server of that schema would have been allowed to give it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  buildSchema,
  type DocumentNode,
  executeSync,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  parse,
  validate,
} from 'graphql';
import { z } from 'zod';
import type { Exchange } from '../sandbox/sandbox-server.ts';
import type { SpecCheck } from './spec-check.ts';

/** `../shared/vendors/<vendor>/spec.graphql` beside the repository, or null with the reason printed. */
export function loadGraphqlSpec(
  vendor: string,
  repositoryRoot = join(import.meta.dirname, '../../..'),
): GraphQLSchema | null {
  const file = join(repositoryRoot, '../shared/vendors', vendor, 'spec.graphql');
  if (existsSync(file)) return buildSchema(readFileSync(file, 'utf8'));
  console.warn(`spec check of ${vendor} skipped: there is no ../shared/vendors/${vendor}/spec.graphql`);
  return null;
}

const requestShape = z.strictObject({ query: z.string(), variables: z.record(z.string(), z.unknown()) });
const answerShape = z.object({ data: z.record(z.string(), z.unknown()).nullish(), errors: z.unknown().optional() });

/**
 * @param options.isAllowed known holes of the document, each with a reason beside it; a problem reads
 * "getTicket: answer: Cannot return null for ..."
 */
export function checkGraphqlExchanges(
  schema: GraphQLSchema,
  exchanges: readonly Exchange[],
  options: { isAllowed?: (problem: string) => boolean } = {},
): SpecCheck & { operations: string[] } {
  const check: SpecCheck = { requests: 0, answers: 0, shapeless: 0, problems: [] };
  const problems = new Set<string>();
  const operations = new Set<string>();
  for (const exchange of exchanges) {
    check.requests++;
    const asked = parseJson(requestShape, exchange.requestText);
    const document = asked && parseDocument(asked.query);
    if (!asked || !document) {
      problems.add(`${exchange.method} ${exchange.path}: the request is not a GraphQL operation`);
      continue;
    }
    const fields = rootFields(document);
    for (const field of fields) operations.add(field);
    const say = (problem: string) => problems.add(`${fields.join(', ')}: ${problem}`);
    const faults = validate(schema, document).map((fault) => `query: ${fault.message}`);
    const variables = faults.length > 0 ? null : variablesOf(schema, document, asked.variables, faults);
    for (const fault of faults) say(fault);
    if (!variables || exchange.isFault) continue;
    const data = parseJson(answerShape, exchange.responseText)?.data;
    if (!data) {
      check.shapeless++;
      continue;
    }
    check.answers++;
    const allowed = executeSync({ schema, document, rootValue: data, variableValues: variables });
    for (const error of allowed.errors ?? []) say(`answer: ${error.message.replace(/\d{6,}/g, '*')}`);
    const isSame = isDeepStrictEqual(JSON.parse(JSON.stringify(allowed.data ?? null)), data);
    if (!allowed.errors && !isSame) say('answer: has more or other fields than the query selected');
  }
  check.problems = [...problems].filter((problem) => !options.isAllowed?.(problem)).sort();
  return { ...check, operations: [...operations].sort() };
}

function variablesOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  given: Record<string, unknown>,
  faults: string[],
): Record<string, unknown> | null {
  const definitions = getOperationAST(document)?.variableDefinitions ?? [];
  const known = new Set(definitions.map((definition) => definition.variable.name.value));
  for (const name of Object.keys(given)) if (!known.has(name)) faults.push(`variable $${name} is not declared`);
  const { coerced, errors } = getVariableValues(schema, definitions, given);
  faults.push(...(errors ?? []).map((error) => `variables: ${error.message}`));
  return coerced ?? null;
}

function rootFields(document: DocumentNode): string[] {
  const selections = getOperationAST(document)?.selectionSet.selections ?? [];
  return selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value] : []));
}

function parseDocument(source: string): DocumentNode | null {
  try {
    return parse(source);
  } catch {
    return null;
  }
}

function parseJson<T extends z.ZodType>(shape: T, text: string): z.output<T> | null {
  try {
    return shape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
