// A conflict in words: who says what, and what it may be instead.
import type { Db } from '#server/platform/db/database.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { nameActors } from '../audit/public.ts';
import type { ConflictTopic } from './conflicts.repository.ts';
import { type ConflictView, conflictTopic } from './identity.schema.ts';
import { subjectStores } from './identity-deps.ts';
import { readConflictDetail } from './read-conflict-detail.ts';
import { findConnectionNames } from './records.repository.ts';
import { placeKey, type SubjectKind, subjectKinds } from './subject-store.ts';

export interface ConflictRow {
  id: string;
  kind: string;
  topic: string;
  subjectId: string;
  detail: unknown;
  foundAt: Date;
  resolution: string | null;
  resolvedAt: Date | null;
  resolvedBy: string | null;
}

export async function describeConflicts(tenant: TenantContext, db: Db, rows: ConflictRow[]): Promise<ConflictView[]> {
  if (rows.length === 0) return [];
  const details = new Map(rows.map((row) => [row.id, readConflictDetail(row.detail)]));
  const connections = await findConnectionNames(tenant, db);
  const actorName = await nameActors(
    tenant,
    db,
    rows.map(({ resolvedBy }) => resolvedBy),
  );
  const names = new Map<string, { name: string; client: string | null }>();
  const recordIds = new Map<string, string>();
  for (const kind of subjectKinds) {
    const own = rows.filter((row) => row.kind === kind);
    const ids = own.flatMap((row) => [row.subjectId, ...(details.get(row.id)?.candidateIds ?? [])]);
    for (const named of await readNames(tenant, db, kind, [...new Set(ids)])) names.set(named.id, named);
    const places = own.flatMap((row) => details.get(row.id)?.values ?? []);
    for (const record of await subjectStores[kind].recordsAt(tenant, db, places)) {
      recordIds.set(`${kind} ${placeKey(record)}`, record.id);
    }
  }
  const clientIds = [...details.values()].flatMap(({ values = [], fromClientId, toClientId }) => [
    ...values.map(({ value }) => value),
    ...[fromClientId ?? '', toClientId ?? ''],
  ]);
  const clients = new Map(
    (await readNames(tenant, db, 'client', clientIds.filter(isUuid))).map((row) => [row.id, row.name]),
  );

  return rows.flatMap((row): ConflictView[] => {
    const kind = subjectKinds.find((one) => one === row.kind);
    const topic = conflictTopic.safeParse(row.topic);
    const detail = details.get(row.id);
    if (!kind || !topic.success || !detail) return [];
    const values = (detail.values ?? []).map((one) => ({
      ...one,
      recordId: recordIds.get(`${kind} ${placeKey(one)}`) ?? null,
      connection: connections.get(one.connectionId)?.name ?? 'a connection that is gone',
      connector: connections.get(one.connectionId)?.connector ?? '',
      value: topic.data === 'clients-differ' ? (clients.get(one.value) ?? 'a client that is gone') : one.value,
    }));
    const subject = { id: row.subjectId, name: names.get(row.subjectId)?.name ?? `a ${kind} that is gone` };
    const moved = {
      by: connections.get(detail.connectionId ?? '')?.name ?? 'A connection',
      from: clients.get(detail.fromClientId ?? '') ?? 'another client',
      to: clients.get(detail.toClientId ?? '') ?? 'another client',
    };
    return [
      {
        id: row.id,
        kind,
        topic: topic.data,
        subject,
        sentence: sentenceOf(topic.data, kind, subject.name, values, moved),
        values,
        candidates: (detail.candidateIds ?? []).flatMap((id) => {
          const named = names.get(id);
          return named ? [{ id, ...named }] : [];
        }),
        foundAt: row.foundAt,
        resolution: row.resolution,
        resolvedAt: row.resolvedAt,
        resolvedBy: row.resolvedBy && actorName(row.resolvedBy),
      },
    ];
  });
}

function sentenceOf(
  topic: ConflictTopic,
  kind: SubjectKind,
  name: string,
  values: { connection: string; value: string }[],
  moved: { by: string; from: string; to: string },
): string {
  const said = values.map(({ connection, value }) => `${connection} says "${value}"`).join(', ');
  switch (topic) {
    case 'two-candidates':
      return `"${name}" fits more than one ${kind} we know. It stands for itself until somebody says which it is.`;
    case 'same-serial':
      return `Another device has the serial number of "${name}". It may be the same machine, enrolled twice.`;
    case 'names-differ':
      return `One machine, two names: ${said}.`;
    case 'serials-differ':
      return `Two serial numbers for one device: ${said}. One record may belong to another machine.`;
    case 'clients-differ':
      return `The connections do not agree whose it is: ${said}.`;
    case 'moved-client':
      return `${moved.by} moved it from "${moved.from}" to "${moved.to}". Playbooks follow the new client.`;
  }
}

async function readNames(tenant: TenantContext, db: Db, kind: SubjectKind, ids: string[]) {
  const { orgId } = tenant;
  const where = { orgId, id: { in: ids } };
  if (ids.length === 0) return [];
  if (kind === 'client') {
    const rows = await db.client.findMany({ where, select: { id: true, name: true } });
    return rows.map(({ id, name }) => ({ id, name, client: null }));
  }
  const select = { id: true, name: true, client: { select: { name: true } } } as const;
  const rows =
    kind === 'device' ? await db.device.findMany({ where, select }) : await db.person.findMany({ where, select });
  return rows.map(({ id, name, client }) => ({ id, name, client: client?.name ?? null }));
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
