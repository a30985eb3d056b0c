// Webhook address -> connection, remembered for a few seconds so that a storm costs one lookup. What is remembered is
// at most `keepMs` old: a disabled connection or a changed secret takes effect within that time.
import type { Database } from '#server/platform/db/database.ts';
import { AppError } from '#server/platform/errors.ts';
import type { ConnectionRoute } from './ingest-ports.ts';

export interface FoundRoute {
  route: ConnectionRoute;
  ingestSecretHash: Uint8Array;
  /** of the address before its last change, while that is still valid */
  former: { hash: Uint8Array; until: Date } | null;
  status: string;
}

export interface ConnectionRoutesOptions {
  database: Pick<Database, 'sqlWithoutTenant'>;
  keepMs?: number;
  /** how many addresses that do not exist are remembered; strangers choose them */
  maxUnknown?: number;
  /** lookups under way at once; more are told to come again */
  maxLookups?: number;
  now?: () => number;
}

interface Kept {
  found: FoundRoute | null;
  until: number;
}

interface RouteRow {
  org_id: string;
  connector: string;
  ingest_secret_hash: Buffer;
  former_secret_hash: Buffer | null;
  former_until: Date | null;
  status: string;
}

export class ConnectionRoutes {
  private readonly known = new Map<string, Kept>();
  private readonly unknown = new Map<string, Kept>();
  private readonly lookups = new Map<string, Promise<FoundRoute | null>>();
  private readonly options: Required<ConnectionRoutesOptions>;

  constructor(options: ConnectionRoutesOptions) {
    this.options = { keepMs: 4_000, maxUnknown: 10_000, maxLookups: 100, now: () => performance.now(), ...options };
  }

  async find(connectionId: string): Promise<FoundRoute | null> {
    const id = connectionId.toLowerCase();
    const kept = this.known.get(id) ?? this.unknown.get(id);
    if (kept && kept.until > this.options.now()) return kept.found;
    const underWay = this.lookups.get(id);
    if (underWay) return underWay;
    if (this.lookups.size >= this.options.maxLookups) {
      throw new AppError('UNAVAILABLE', { message: 'Too many unknown addresses at once.' });
    }
    const lookup = this.lookUp(id).finally(() => this.lookups.delete(id));
    this.lookups.set(id, lookup);
    return lookup;
  }

  /** In this process at once; other processes follow within `keepMs`. */
  forget(connectionId: string): void {
    this.known.delete(connectionId.toLowerCase());
    this.unknown.delete(connectionId.toLowerCase());
  }

  private async lookUp(id: string): Promise<FoundRoute | null> {
    // the age counts from before the question was asked
    const until = this.options.now() + this.options.keepMs;
    const [row] = await this.options.database.sqlWithoutTenant((sql) =>
      sql.query<RouteRow>('SELECT * FROM route_connection($1)', [id]),
    );
    this.forget(id);
    if (!row) {
      this.unknown.set(id, { found: null, until });
      const oldest = this.unknown.keys().next().value;
      if (this.unknown.size > this.options.maxUnknown && oldest !== undefined) this.unknown.delete(oldest);
      return null;
    }
    const found: FoundRoute = {
      route: { orgId: row.org_id, connectionId: id, connector: row.connector },
      ingestSecretHash: row.ingest_secret_hash,
      former:
        row.former_secret_hash && row.former_until ? { hash: row.former_secret_hash, until: row.former_until } : null,
      status: row.status,
    };
    this.known.set(id, { found, until });
    return found;
  }
}
