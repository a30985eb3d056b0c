// What VSA X can do is what its API family can do.
import {
  createCapabilities,
  missingCapabilities,
} from '#connectors/families/rest-v3/capabilities/rest-v3-capabilities.ts';
import { vsaX } from '../client.ts';

export const capabilities = createCapabilities(vsaX);
export const cannot = missingCapabilities(vsaX.vendor.name);
