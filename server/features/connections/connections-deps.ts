import type { OrgKeyring } from '#server/platform/crypto/org-keyring.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { VendorGateway } from './vendor-gateway.ts';

export interface ConnectionsDeps {
  database: Database;
  keyring: OrgKeyring;
  vendors: VendorGateway;
  /** by which vendors reach this installation, e.g. "https://msp.example" */
  baseUrl: string;
  now: () => Date;
  /** what follows once a connection's own records are in; what it finds wrong is noted, not thrown */
  afterSync?: (tenant: TenantContext, connectionId: string) => Promise<void>;
}
