// The road to SuperOps: one address for everything, the token and the subdomain on every call.
import { createGraphqlRoad } from '#connectors/sdk/graphql/graphql-road.ts';
import { plainRefusal, refusalOf } from './answer-error.ts';
import type { SuperopsContext } from './auth.ts';

export const superops = createGraphqlRoad<SuperopsContext>({
  vendor: 'SuperOps',
  base: ({ settings }) => `${settings.host}/${settings.edition}`,
  path: '',
  headers: ({ settings, secrets }) => ({
    authorization: `Bearer ${secrets.apiToken}`,
    CustomerSubDomain: settings.subdomain,
  }),
  refusalOf,
  refusal: plainRefusal,
});
