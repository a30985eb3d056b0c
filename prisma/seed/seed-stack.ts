// The org's tools: a connection to each sandbox vendor, synced, with our webhook address told to it.
import { z } from 'zod';
import {
  type ConnectionsDeps,
  createConnection,
  registerWebhook,
  syncConnection,
} from '../../server/features/connections/public.ts';
import { updateConnection } from '../../server/features/connections/update-connection.ts';
import { updateEngineer } from '../../server/features/people/public.ts';
import type { Database } from '../../server/platform/db/database.ts';
import type { TenantContext } from '../../server/platform/tenant.ts';

const sandboxSchema = z.object({ control: z.url(), vendors: z.record(z.string(), z.url()) });
export type Sandbox = z.infer<typeof sandboxSchema>;
export const readSandbox = (text: string): Sandbox => sandboxSchema.parse(JSON.parse(text));

const values = z.record(z.string(), z.union([z.string(), z.null()]));
const connectionsSchema = z.record(z.string(), z.object({ settings: values, secrets: values }));
const peopleSchema = z.object({
  people: z.array(
    z.object({
      name: z.string(),
      tier: z.union([z.literal(1), z.literal(2), z.literal(3)]),
      skills: z.array(z.string()),
    }),
  ),
});

/** The PSA first: its customers are the ones the RMM's devices are matched to. */
const names = { 'connectwise/psa': 'ConnectWise PSA', 'ninjaone/rmm': 'NinjaOne' } as const;

export interface StackDeps {
  database: Database;
  connections: ConnectionsDeps;
}

export async function seedStack(
  tenant: TenantContext,
  sandbox: Sandbox,
  deps: StackDeps,
): Promise<{ devices: number; clients: number; engineers: number }> {
  const control = `${sandbox.control}/__sandbox`;
  const logins = connectionsSchema.parse(await ask(`${control}/connections`));
  for (const [connector, name] of Object.entries(names)) {
    const login = logins[connector];
    if (!login) continue;
    const connectionId = await ensureConnection(tenant, { connector, name, ...login }, control, deps);
    await syncConnection(tenant, { connectionId }, deps.connections);
    await registerWebhook(tenant, { connectionId }, deps.connections);
  }
  await followOthers(tenant, control, logins, deps);
  await rateEngineers(tenant, peopleSchema.parse(await ask(`${control}/state`)).people, deps);
  return deps.database.withTenant(tenant, async (db) => ({
    devices: await db.device.count(),
    clients: await db.client.count(),
    engineers: await db.engineer.count({ where: { active: true } }),
  }));
}

/** Sandbox vendors that somebody tried by themselves may be on other ports since the last start. */
async function followOthers(
  tenant: TenantContext,
  controlUrl: string,
  logins: z.infer<typeof connectionsSchema>,
  deps: StackDeps,
): Promise<void> {
  const others = await deps.database.withTenant(tenant, (db) =>
    db.connection.findMany({
      where: { isSandbox: true, name: { notIn: Object.values(names) }, status: { not: 'disabled' } },
      select: { id: true, connector: true },
    }),
  );
  for (const { id: connectionId, connector } of others) {
    const login = logins[connector];
    if (!login) continue;
    // one that does not answer is shown as such; it must not keep the demo from starting
    await updateConnection(tenant, { connectionId, ...login, skipTest: true }, deps.connections, { controlUrl });
    await registerWebhook(tenant, { connectionId }, deps.connections).catch(() => undefined);
  }
}

async function ensureConnection(
  tenant: TenantContext,
  wanted: { connector: string; name: string; settings: z.infer<typeof values>; secrets: z.infer<typeof values> },
  controlUrl: string,
  deps: StackDeps,
): Promise<string> {
  const known = await deps.database.withTenant(tenant, (db) =>
    db.connection.findFirst({ where: { name: wanted.name } }),
  );
  if (!known)
    return (await createConnection(tenant, { ...wanted, skipTest: false }, deps.connections, { controlUrl }))
      .connectionId;
  // a sandbox that began anew has other keys, perhaps on other ports
  await updateConnection(
    tenant,
    { connectionId: known.id, settings: wanted.settings, secrets: wanted.secrets, skipTest: false },
    deps.connections,
    { controlUrl },
  );
  return known.id;
}

/** Tiers and skills are ours, not the PSA's: the demo's people come with them. */
async function rateEngineers(
  tenant: TenantContext,
  people: z.infer<typeof peopleSchema>['people'],
  deps: StackDeps,
): Promise<void> {
  const engineers = await deps.database.withTenant(tenant, (db) => db.engineer.findMany());
  for (const engineer of engineers) {
    const person = people.find(({ name }) => name === engineer.name);
    if (!person || engineer.skills.length > 0) continue;
    await updateEngineer(
      tenant,
      { engineerId: engineer.id, tier: `tier${person.tier}` as const, skills: person.skills },
      deps,
    );
  }
}

async function ask(url: string): Promise<unknown> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`The sandbox answered ${answer.status} to ${url}.`);
  return answer.json();
}
