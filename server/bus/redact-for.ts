// A device's text without the secrets of the connection it came over.
import { redact } from '#connectors/sdk/http/redact.ts';
import { AppError } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { Connections } from './connection/open-connection.ts';

export const createRedactFor =
  (deps: { connections: Connections }) =>
  async (tenant: TenantContext, connectionId: string, text: string): Promise<string> => {
    try {
      return (await deps.connections.open(tenant, connectionId)).redact(text);
    } catch (error) {
      // one that is switched off or has no key has nothing of its own to take out
      if (error instanceof AppError) return redact(text, []);
      throw error;
    }
  };
