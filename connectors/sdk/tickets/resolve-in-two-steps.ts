// Resolving where the note and the status are two calls: the note first, then the status, and whoever comes after a
// crash between them finds the note and only closes.
import { halfDone } from '../half-done.ts';

export interface TwoSteps<T> {
  /** an earlier attempt of this step wrote the note already */
  isNoted: boolean;
  /** the ticket has its closing status already */
  isClosed: boolean;
  writeNote(): Promise<unknown>;
  close(): Promise<T>;
  read(): Promise<T>;
}

/** @throws ConnectorError with `maybeApplied` when the note is there and the status is not */
export async function resolveInTwoSteps<T>(ticket: string, steps: TwoSteps<T>): Promise<T> {
  if (!steps.isNoted) await steps.writeNote();
  if (steps.isClosed) return steps.read();
  try {
    return await steps.close();
  } catch (error) {
    throw steps.isNoted
      ? error
      : halfDone(error, `The resolution note of ticket ${ticket} was written, but the ticket is not closed.`);
  }
}
