// A list that the key may not read, or that this instance does not have, must not keep the others from being read: it is
// skipped, and the vendor's sentence about it is kept. Anything else is still a failure.
import { AppError } from '#server/platform/errors.ts';

const isRefusal = (error: unknown): error is AppError =>
  error instanceof AppError && (error.details.kind === 'unsupported' || error.details.kind === 'forbidden');

export async function* allowedPages<Item>(pages: AsyncIterable<Item[]>, skipped: string[]): AsyncGenerator<Item[]> {
  try {
    yield* pages;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (!skipped.includes(error.message)) skipped.push(error.message);
  }
}
