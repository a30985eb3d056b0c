// Thrown inside a connector by something of ours that it was lent (the governor's row, a stored token): the database is
// away, say. It is no answer of the vendor and no bug of the connector; the engine waits it out.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { Refused } from './refused.ts';

export class OwnFailure extends Error {
  override readonly name = 'OwnFailure';
}

export async function ofOurs<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ConnectorError || error instanceof OwnFailure || error instanceof Refused) throw error;
    throw new OwnFailure(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
