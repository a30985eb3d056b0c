// The only reader of the generated registry.
import { connectors } from '#connectors/registry.gen.ts';
import type { Connector } from '#connectors/sdk/connector.ts';
import { externalConnectors, type Loaded, loadExternalConnectors } from './external/external-connectors.ts';

export const registeredConnectors: Readonly<Record<string, Connector>> = connectors;

/** Ours and those from elsewhere. Ours win: nobody takes the place of one of them. */
export const allConnectors = (): Readonly<Record<string, Connector>> => ({
  ...externalConnectors(),
  ...registeredConnectors,
});

/** Before the parts are composed; says nothing when none are named. */
export const loadConnectors = (options: { wanted: string | undefined; dataDir: string }): Loaded =>
  loadExternalConnectors({ ...options, taken: new Set(Object.keys(registeredConnectors)) });
