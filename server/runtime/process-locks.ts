// Locks of this process against all others, on one connection. A connection for each lock would leave the pool without
// any for the work that the locks are about.
import type pg from 'pg';

export class ProcessLocks {
  private readonly pool: pg.Pool;
  private client: pg.PoolClient | null = null;
  /** one question at a time, as a connection wants it */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(pool: pg.Pool) {
    this.pool = pool;
  }

  /** Never waits: false = another process has it. The locks of a connection that breaks are gone. */
  tryLock = (name: string): Promise<boolean> => this.ask('SELECT pg_try_advisory_lock(hashtext($1)) AS answer', name);

  unlock = (name: string): Promise<boolean> => this.ask('SELECT pg_advisory_unlock(hashtext($1)) AS answer', name);

  /** Gives the connection back, with no lock on it. */
  async close(): Promise<void> {
    await this.turn;
    const { client } = this;
    if (!client) return;
    await client.query('SELECT pg_advisory_unlock_all()').then(
      () => this.giveBack(client),
      (error: Error) => this.giveBack(client, error),
    );
  }

  private ask(sql: string, name: string): Promise<boolean> {
    const answer = this.turn.then(async () => {
      const client = this.client ?? (await this.open());
      try {
        const { rows } = await client.query<{ answer: boolean }>(sql, [name]);
        return rows[0]?.answer ?? false;
      } catch (error) {
        this.giveBack(client, error instanceof Error ? error : new Error(String(error)));
        throw error;
      }
    });
    this.turn = answer.catch(() => undefined);
    return answer;
  }

  private async open(): Promise<pg.PoolClient> {
    const client = await this.pool.connect();
    client.once('error', (error) => this.giveBack(client, error));
    this.client = client;
    return client;
  }

  private giveBack(client: pg.PoolClient, error?: Error): void {
    if (this.client !== client) return;
    this.client = null;
    client.release(error);
  }
}
