// The transaction before a call: the kill switch, the fence of a side effect and its audit entry, read and written
// together. A write that leaves no entry cannot be sent.
import { type Database, type Db, sqlOfPrisma } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
import { storableJson } from '#server/platform/storable-text.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { automationOf, refusalByPolicy } from './effect-policy.ts';
import { Refused } from './refused.ts';

const admittedAction = 'call-capability';

export interface Admission {
  capability: string;
  effect: 'read' | 'write' | 'destructive';
  allowedEffect: 'read' | 'write' | 'destructive';
  /** for a mutation of a run */
  mutation: { runId: string; path: string; tag: string; detail: object; target: { kind: string; id: string } } | null;
}

async function checkPolicy(tenant: TenantContext, db: Db, call: Omit<Admission, 'mutation'>): Promise<void> {
  const org = await db.org.findUnique({ where: { id: tenant.orgId }, select: { settings: true } });
  const refusal = refusalByPolicy({ ...call, automation: automationOf(org?.settings) });
  if (refusal) throw new Refused(refusal);
}

/** The same question before anything is looked up for the call. @throws Refused */
export const assertPolicy = (tenant: TenantContext, database: Database, call: Omit<Admission, 'mutation'>) =>
  database.withTenant(tenant, (db) => checkPolicy(tenant, db, call));

/**
 * @returns until when a mutation may leave, by this process's own clock. The deadline was set by another's: only the
 * time that is left by the database's clock is taken over, counted from before it was asked.
 * @throws Refused
 */
export function admitCall(tenant: TenantContext, database: Database, call: Admission): Promise<Date | null> {
  const askedAtMs = Date.now();
  return database.withTenant(tenant, async (db) => {
    await checkPolicy(tenant, db, call);
    if (call.effect === 'read') return null;
    if (!call.mutation) throw new Refused(`"${call.capability}" changes something and may only be called by a run.`);
    const { runId, path, tag, target, detail } = call.mutation;
    const [intent] = await sqlOfPrisma(db).query<{ outcome: string | null; left_ms: number }>(
      `SELECT outcome, (extract(epoch FROM send_deadline - clock_timestamp()) * 1000)::float8 AS left_ms FROM intent
       WHERE org_id = $1::uuid AND run_id = $2::uuid AND path = $3 AND tag = $4`,
      [tenant.orgId, runId, path, tag],
    );
    if (!intent) throw new Refused(`"${call.capability}" was not announced in the journal and was not sent.`);
    if (intent.outcome !== null) throw new Refused(`What became of "${call.capability}" is settled already.`);
    if (intent.left_ms <= 0) throw new Refused(`The time to send "${call.capability}" was over; nothing was sent.`);
    await db.auditEntry.create({
      data: {
        orgId: tenant.orgId,
        id: newId(),
        actor: tenant.actor,
        action: admittedAction,
        targetKind: target.kind,
        targetId: target.id,
        why: `run ${runId}, step ${path}`,
        detail: JSON.parse(JSON.stringify({ ...detail, capability: call.capability, effect: call.effect, tag })),
      },
    });
    return new Date(askedAtMs + intent.left_ms);
  });
}

/**
 * Did this attempt ever come so far that a byte may have left? Its audit entry was committed before the first one.
 * @returns over which connection; null = it did not
 */
export async function findAdmission(
  tenant: TenantContext,
  database: Database,
  call: { tag: string },
  notBefore: Date,
): Promise<{ connectionId: string | null } | null> {
  // ids begin with their time; a day covers any clock
  const since = Math.max(0, notBefore.getTime() - 86_400_000)
    .toString(16)
    .padStart(12, '0');
  const [row] = await database.sqlWithTenant(tenant, (sql) =>
    sql.query<{ connection_id: string | null }>(
      `SELECT detail ->> 'connectionId' AS connection_id FROM audit_entry WHERE org_id = $1::uuid AND actor = $2 AND action = $3 AND detail ->> 'tag' = $4
         AND id >= $5::uuid ORDER BY id DESC LIMIT 1`,
      [tenant.orgId, tenant.actor, admittedAction, call.tag, `${since}00000000000000000000`],
    ),
  );
  return row ? { connectionId: row.connection_id } : null;
}

/** What a run is about; null when there is no such run in this org. */
export const findRunLinks = (tenant: TenantContext, database: Database, runId: string) =>
  database.withTenant(tenant, (db) =>
    db.run.findUnique({
      where: { orgId_id: { orgId: tenant.orgId, id: runId } },
      select: { id: true, incidentId: true, ticketId: true, clientId: true, deviceId: true, playbookVersionId: true },
    }),
  );
export type RunLinks = NonNullable<Awaited<ReturnType<typeof findRunLinks>>>;

export async function findScriptFile(tenant: TenantContext, database: Database, versionId: string, script: string) {
  const version = await database.withTenant(tenant, (db) =>
    db.playbookVersion.findUnique({
      where: { orgId_id: { orgId: tenant.orgId, id: versionId } },
      select: { scripts: true, playbook: { select: { slug: true } } },
    }),
  );
  const scripts: unknown = version?.scripts;
  if (!version || typeof scripts !== 'object' || scripts === null) return null;
  const entry: unknown = Object.entries(scripts).find(([name]) => name === script)?.[1];
  if (typeof entry !== 'object' || entry === null || !('file' in entry)) return null;
  return { playbook: version.playbook.slug, file: String(entry.file) };
}

export async function saveEvidence(
  tenant: TenantContext,
  database: Database,
  evidence: {
    incidentId: string | null;
    runId: string | null;
    connectionId: string;
    capability: string;
    title: string;
    request: unknown;
    answer: unknown;
  },
): Promise<string> {
  const id = newId();
  const { request, answer, ...rest } = evidence;
  await database.withTenant(tenant, (db) =>
    db.evidence.create({
      data: { ...rest, orgId: tenant.orgId, id, request: asJson(request), answer: asJson(answer) },
    }),
  );
  return id;
}

/** Prisma's Json has no plain null inside its input type; PostgreSQL has no NUL in text. */
const asJson = (value: unknown) => JSON.parse(storableJson(value ?? {})) as object;
