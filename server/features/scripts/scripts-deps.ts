import type { Database } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { ReceiveDeps } from './receive-script-result.ts';

/** A script as a vendor's library has it. */
export interface VendorScript {
  id: string;
  name: string;
  /** empty also where the vendor does not tell them */
  parameters: { name: string }[];
}

/** What this feature needs of vendors; the bus implements it. */
export interface VendorScripts {
  /** @throws AppError NOT_FOUND; CONFLICT when the connection is off */
  scripts(
    tenant: TenantContext,
    connectionId: string,
  ): Promise<{
    connectorName: string;
    canRun: boolean;
    hasCallback: boolean;
    list: { isReadable: true; items: VendorScript[] } | { isReadable: false; why: string };
  }>;
}

export interface ScriptsDeps {
  database: Database;
  vendors: VendorScripts;
  /** results that devices post */
  receiving: ReceiveDeps;
  now: () => Date;
}
