// The simulated vendors of this installation, for an org that works with them already (the demo org): a connection to
// one more of them, with keys nobody has to find. An org of one's own never gets simulated clients among the real ones.
import { z } from 'zod';
import { AppError, notFound } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { findSandboxConnections } from './connections.repository.ts';
import type { ConnectionsDeps } from './connections-deps.ts';
import { createConnection } from './create-connection.ts';
import type { TrySandboxInput } from './gallery.schema.ts';
import { registerWebhook } from './set-up-webhook.ts';
import { syncConnection } from './sync-connection.ts';

const values = z.record(z.string(), z.union([z.string(), z.null()]));
const loginsSchema = z.record(z.string(), z.object({ settings: values, secrets: values }));
const withControl = z.object({ sandboxControlUrl: z.string() });

export async function listSandboxes(tenant: TenantContext, deps: ConnectionsDeps): Promise<string[]> {
  const control = await findControl(tenant, deps);
  return control ? Object.keys(await readLogins(control, deps)).sort() : [];
}

export async function trySandbox(
  tenant: TenantContext,
  input: TrySandboxInput,
  deps: ConnectionsDeps,
): Promise<{ connectionId: string; wasThere: boolean }> {
  const { connector } = input;
  const { name, canRegisterWebhook } = deps.vendors.describe(connector);
  const known = (await findSandboxes(tenant, deps)).find((row) => row.connector === connector);
  if (known) return { connectionId: known.id, wasThere: true };
  const controlUrl = await findControl(tenant, deps);
  const login = controlUrl ? (await readLogins(controlUrl, deps))[connector] : undefined;
  if (!controlUrl || !login) throw notFound('simulated vendor');
  // only the installation may lead a connection to this machine; the log still names the person
  const system: TenantContext = { ...tenant, role: 'system' };
  const { connectionId } = await createConnection(
    system,
    { connector, name: `${name} (sandbox)`.slice(0, 80), ...login, skipTest: false },
    deps,
    { controlUrl },
  );
  await syncConnection(tenant, { connectionId }, deps);
  if (canRegisterWebhook) {
    await registerWebhook(tenant, { connectionId }, deps).catch((error: unknown) => {
      // it also is asked for news: the webhook can be registered from its page
      if (!(error instanceof AppError)) throw error;
    });
  }
  return { connectionId, wasThere: false };
}

const findSandboxes = (tenant: TenantContext, deps: Pick<ConnectionsDeps, 'database'>) =>
  deps.database.withTenant(tenant, (db) => findSandboxConnections(tenant, db));

async function findControl(tenant: TenantContext, deps: ConnectionsDeps): Promise<string | null> {
  for (const { settings } of await findSandboxes(tenant, deps)) {
    const parsed = withControl.safeParse(settings);
    if (parsed.success) return parsed.data.sandboxControlUrl;
  }
  return null;
}

/** A sandbox that does not run has none. */
async function readLogins(controlUrl: string, deps: ConnectionsDeps): Promise<z.infer<typeof loginsSchema>> {
  try {
    const parsed = loginsSchema.safeParse(await deps.vendors.sandboxLogins(controlUrl));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}
