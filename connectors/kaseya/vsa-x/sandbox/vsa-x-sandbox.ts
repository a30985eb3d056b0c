// VSA X's API over the sandbox world: the family's, with errors as a client of VSA X saw them.
import { restV3Dialect } from '#connectors/families/rest-v3/sandbox/rest-v3-dialect.ts';
import type { RestV3DialectOptions, RestV3SandboxState } from '#connectors/families/rest-v3/sandbox/rest-v3-state.ts';
import { defineSandbox } from '#connectors/sdk/sandbox/sandbox-dialect.ts';

export const vsaXOptions: RestV3DialectOptions = {
  connector: 'kaseya/vsa-x',
  base: '/api/v3',
  tokenId: 'vsa-x-demo-token',
  errors: 'error',
  environmentPath: '/environment',
  // the other one of two ways to sign that fit the documentation
  quirks: { signsWithBytes: true },
};

export const vsaXSandbox = defineSandbox<RestV3SandboxState>(restV3Dialect(vsaXOptions));
