// Pulseway's API over the sandbox world, as an Enterprise Server has it.
import { restV3Dialect } from '#connectors/families/rest-v3/sandbox/rest-v3-dialect.ts';
import type { RestV3DialectOptions, RestV3SandboxState } from '#connectors/families/rest-v3/sandbox/rest-v3-state.ts';
import { defineSandbox } from '#connectors/sdk/sandbox/sandbox-dialect.ts';

export const pulsewayOptions: RestV3DialectOptions = {
  connector: 'pulseway/rmm',
  base: '/api/v3',
  tokenId: 'pulseway-demo-token',
  errors: 'meta',
  environmentPath: '/environment/',
  quirks: {},
};

export const pulsewaySandbox = defineSandbox<RestV3SandboxState>(restV3Dialect(pulsewayOptions));
