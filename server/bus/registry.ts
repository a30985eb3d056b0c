// The only reader of the generated registry.
import { connectors } from '#connectors/registry.gen.ts';
import type { Connector } from '#connectors/sdk/connector.ts';

export const registeredConnectors: Readonly<Record<string, Connector>> = connectors;
