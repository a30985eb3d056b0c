// What a request's outcome says about its connection, and about that one only.
import { ConnectorError, type ConnectorErrorKind } from '#connectors/sdk/errors.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { saveHealth } from './connections.repository.ts';
import type { OpenConnection } from './open-connection.ts';

type Health = 'healthy' | 'degraded' | 'failing';

const meaning: Partial<Record<ConnectorErrorKind, Health>> = {
  unauthenticated: 'failing',
  'wrong-host': 'failing',
  forbidden: 'degraded',
  unavailable: 'degraded',
  timeout: 'degraded',
  'rate-limited': 'degraded',
  'bad-answer': 'degraded',
};

/** a healthy connection is noted as such again at most this often */
const quietMs = 60_000;

export class ConnectionHealth {
  private readonly noted = new Map<string, { status: Health; detail: string | null; atMs: number }>();
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  /** Runs the work and notes what it says; the outcome itself passes through unchanged. */
  async watch<T>(tenant: TenantContext, connection: OpenConnection, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      await this.note(tenant, connection, 'healthy', null);
      return result;
    } catch (error) {
      // a turn that we ourselves did not give says nothing about the vendor
      if (error instanceof ConnectorError && error.kind === 'rate-limited' && error.status === undefined) throw error;
      const status = error instanceof ConnectorError ? meaning[error.kind] : undefined;
      if (status && error instanceof Error) {
        await this.note(tenant, connection, status, connection.redact(error.message));
      } else if (error instanceof ConnectorError) {
        // "not found" and "invalid input" came from a vendor that works
        await this.note(tenant, connection, 'healthy', null);
      }
      throw error;
    }
  }

  private async note(tenant: TenantContext, connection: OpenConnection, status: Health, detail: string | null) {
    if (connection.id === 'draft') return;
    const key = `${tenant.orgId}/${connection.id}`;
    const last = this.noted.get(key) ?? { status: connection.status, detail: null, atMs: 0 };
    const now = Date.now();
    const isNews = last.status !== status || connection.status !== status || last.detail !== detail;
    if (!isNews && now - last.atMs < quietMs) return;
    this.noted.set(key, { status, detail, atMs: now });
    const health = { status, statusDetail: detail, checkedAt: new Date(now) };
    // the work's own outcome matters more than this note
    await this.database
      .withTenant(tenant, (db) => saveHealth(tenant, db, connection.id, health))
      .catch(() => undefined);
  }
}
