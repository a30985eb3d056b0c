// SuperOps over the shared world: one address, GraphQL, and refusals inside HTTP 200. No webhooks, no script output.
import { z } from 'zod';
import { GraphqlRefusal, parseGraphql } from '#connectors/sdk/sandbox/graphql/parse-graphql.ts';
import { type GraphqlRecord, selectFields } from '#connectors/sdk/sandbox/graphql/select-fields.ts';
import {
  defineSandbox,
  type SandboxAnswer,
  type SandboxContext,
  type SandboxRequest,
} from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import { superopsMutations } from './mutations.ts';
import { superopsQueries } from './queries.ts';
import { dataAnswer, drift, refusalAnswer, SuperopsRefusal } from './superops-answers.ts';
import { initialSuperopsState, type SuperopsSandboxState } from './superops-state.ts';

const bodyShape = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).nullish() });
const queryOf = (request: SandboxRequest) => bodyShape.safeParse(request.json()).data?.query ?? '';

function answer(request: SandboxRequest, context: SandboxContext<SuperopsSandboxState>): SandboxAnswer {
  const body = bodyShape.safeParse(request.json());
  if (!body.success) return { status: 400, text: '' };
  const { quirks } = context.state;
  if (quirks.isThrottled) return refusalAnswer('rate_limit_exceeded');
  try {
    const operation = parseGraphql(body.data.query, body.data.variables ?? {});
    const isChange = operation.kind === 'mutation';
    const token = request.headers.authorization;
    if (isChange && token === `Bearer ${context.state.readOnlyToken}`) return refusalAnswer('forbidden');
    const resolvers = isChange ? superopsMutations : superopsQueries;
    const record: GraphqlRecord = {};
    for (const field of operation.fields) {
      const resolve = resolvers[field.name];
      if (!resolve) throw new GraphqlRefusal('FieldUndefined', `Field '${field.name}' is undefined`);
      record[field.name] = resolve(field.arguments.input, context);
    }
    const broken = quirks.brokenField;
    if (broken !== null && new RegExp(`\\b${broken}\\b`).test(body.data.query)) {
      const message = `The field at path '/${operation.fields[0]?.name}' was declared as a non null type, but the code involved in retrieving data has wrongly returned a null value.`;
      return drift('NullValueInNonNullableField', message);
    }
    const data = selectFields(record, { name: 'Query', arguments: {}, fields: operation.fields });
    return dataAnswer(data, quirks.hasBareIds);
  } catch (error) {
    if (error instanceof SuperopsRefusal) return refusalAnswer(error.code, error.attributes);
    if (error instanceof GraphqlRefusal)
      return drift('ValidationError', `Validation error (${error.code}): ${error.message}`);
    throw error;
  }
}

export const superopsSandbox = defineSandbox<SuperopsSandboxState>({
  connector: 'superops/msp',
  initialState: initialSuperopsState,
  authorise(request, { state }) {
    if (request.headers.customersubdomain !== state.subdomain) return { status: 400, text: '' };
    const known = [state.token, state.readOnlyToken].map((token) => `Bearer ${token}`);
    return known.includes(request.headers.authorization ?? '') ? null : { status: 401, text: '' };
  },
  routes: [{ method: 'POST', path: '/msp', handle: answer }],
  changes: (request) => /^\s*mutation\b/.test(queryOf(request)),
  notFound: () => ({ status: 404, text: '' }),
  failure(status) {
    if (status === 429) return refusalAnswer('rate_limit_exceeded');
    if (status === 403) return refusalAnswer('forbidden');
    return { status, text: '' };
  },
  connection: (origin, state) => ({
    settings: { host: origin, edition: 'msp', subdomain: state.subdomain },
    secrets: { apiToken: state.token },
  }),
});
