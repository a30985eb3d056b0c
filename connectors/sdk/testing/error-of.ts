import { expect } from 'vitest';
import { ConnectorError } from '../errors.ts';

/** The error with which a call of a connector ended. Undefined, for a capability that is not claimed, fails the test too. */
export async function errorOf(call: Promise<unknown> | undefined): Promise<ConnectorError> {
  const error = await call?.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ConnectorError);
  return error as ConnectorError;
}
