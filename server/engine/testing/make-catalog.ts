// A catalogue over any table of contracts; tests hand in the real one of the connectors' SDK.
import type { CapabilityCatalog, CapabilityInfo } from '../ports/capabilities.ts';

export const makeCatalog = (contracts: Readonly<Record<string, Omit<CapabilityInfo, 'name'>>>): CapabilityCatalog => {
  const infos = new Map(Object.entries(contracts).map(([name, contract]) => [name, { ...contract, name }]));
  return { get: (name) => infos.get(name), names: () => [...infos.keys()] };
};
