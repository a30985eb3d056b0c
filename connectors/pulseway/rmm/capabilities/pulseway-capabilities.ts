// What Pulseway can do is what its API family can do.
import {
  createCapabilities,
  missingCapabilities,
} from '#connectors/families/rest-v3/capabilities/rest-v3-capabilities.ts';
import { pulseway } from '../client.ts';

export const capabilities = createCapabilities(pulseway);
export const cannot = missingCapabilities(pulseway.vendor.name);
