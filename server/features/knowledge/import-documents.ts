// Documentation tools as knowledge: what they list is compared with what is here, what changed is read, what is gone is no
// longer cited. A document of a client explains that client's troubles only; one whose client is not known here explains
// nobody's. Its text is a stranger's: it is shown and cited, and never followed.
import type { Database } from '#server/platform/db/database.ts';
import { storableText } from '#server/platform/storable-text.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import {
  findClientIds,
  findDocumentConnections,
  findKnownDocuments,
  type KnownDocument,
  markGone,
  saveDocument,
} from './documents.repository.ts';

export interface ListedDocument {
  id: string;
  title: string;
  client: { id: string } | null;
  url: string | null;
  /** ISO 8601 */
  updatedAt: string | null;
}

/** Ids are the tool's. The bus implements it; passwords never come this way. */
export interface DocumentSource {
  /** connectors that offer documents */
  connectors(): string[];
  /** @throws AppError when the tool does not answer */
  list(tenant: TenantContext, connectionId: string): AsyncIterable<ListedDocument[]>;
  /** null = it is gone, or this tool keeps no text for it */
  read(tenant: TenantContext, connectionId: string, id: string): Promise<{ text: string } | null>;
}

export interface DocumentsDeps {
  database: Database;
  documents: DocumentSource;
  now(): Date;
  signal?: AbortSignal;
}

/** a round reads no more than this; the next one goes on */
const mostReads = 200;
/** one document that cannot be read is left out; so many in a row, and the tool is away */
const mostFailures = 3;
const mostListed = 20_000;
const longestBody = 100_000;
/** about how often a round comes */
const roundMs = 15 * 60_000;

export interface ImportedDocuments {
  read: number;
  gone: number;
  /** changed, and left for the next round */
  left: number;
}

/** Every documentation connection of an org. One that fails leaves the others alone. */
export async function importAllDocuments(
  tenant: TenantContext,
  deps: DocumentsDeps & { onError(error: unknown, connectionId: string): void },
): Promise<void> {
  const connections = await deps.database.withTenant(tenant, (db) =>
    findDocumentConnections(tenant, db, deps.documents.connectors()),
  );
  for (const { id } of connections) {
    if (deps.signal?.aborted) return;
    await importDocuments(tenant, id, deps).catch((error: unknown) => deps.onError(error, id));
  }
}

export async function importDocuments(
  tenant: TenantContext,
  connectionId: string,
  deps: DocumentsDeps,
): Promise<ImportedDocuments> {
  const { known, clients } = await deps.database.withTenant(tenant, async (db) => ({
    known: await findKnownDocuments(tenant, db, connectionId),
    clients: await findClientIds(tenant, db, connectionId),
  }));
  const listed = new Map<string, ListedDocument>();
  for await (const page of deps.documents.list(tenant, connectionId)) {
    for (const document of page) listed.set(document.id, document);
    if (listed.size > mostListed) break;
  }
  const isForNobody = ({ client }: ListedDocument) => client !== null && !clients.has(client.id);
  const ownerOf = ({ client }: ListedDocument) => (client ? (clients.get(client.id) ?? null) : null);
  const changed = [...listed.values()].filter(
    (one) => !isForNobody(one) && isNews(one, known.get(one.id), ownerOf(one)),
  );
  const result: ImportedDocuments = { read: 0, gone: 0, left: Math.max(0, changed.length - mostReads) };
  const gone = [...known.keys()].filter((id) => {
    const document = listed.get(id);
    return document ? isForNobody(document) : listed.size <= mostListed;
  });
  // whose it is not any more must not be explained by it, whatever becomes of the reading
  const misplaced = changed.filter((one) => known.has(one.id) && known.get(one.id)?.clientId !== ownerOf(one));
  await mark(misplaced.map(({ id }) => id));
  let failures = 0;
  let lastError: Error | undefined;
  for (const document of turnOf(changed, deps.now())) {
    if (deps.signal?.aborted) return result;
    const answer = await deps.documents.read(tenant, connectionId, document.id).catch((error: unknown) => {
      lastError = error instanceof Error ? error : new Error('The document could not be read.', { cause: error });
      return 'failed' as const;
    });
    failures = answer === 'failed' ? failures + 1 : 0;
    if (failures >= mostFailures) break;
    if (answer === 'failed') continue;
    if (!answer) {
      if (known.has(document.id)) gone.push(document.id);
      continue;
    }
    await deps.database.withTenant(tenant, (db) =>
      saveDocument(tenant, db, {
        connectionId,
        externalId: document.id,
        clientId: ownerOf(document),
        title: storableText(document.title).slice(0, 500),
        body: storableText(answer.text).slice(0, longestBody),
        url: document.url,
        vendorAt: document.updatedAt ? new Date(document.updatedAt) : null,
      }),
    );
    result.read++;
  }
  result.gone = (await mark(gone)).count;
  // what could be read is kept, and what is gone is gone; only then is it said
  if (lastError) throw lastError;
  return result;

  function mark(externalIds: string[]) {
    return deps.database.withTenant(tenant, (db) => markGone(tenant, db, connectionId, externalIds, deps.now()));
  }
}

/** A tool that does not say when something changed is read once, and again when it is somebody else's here. */
function isNews(document: ListedDocument, known: KnownDocument | undefined, clientId: string | null): boolean {
  if (known === undefined || known.clientId !== clientId) return true;
  return document.updatedAt !== null && known.vendorAt?.getTime() !== new Date(document.updatedAt).getTime();
}

/** Each round begins elsewhere: those that have no text to read must not take the turn of the others for ever. */
function turnOf(changed: ListedDocument[], now: Date): ListedDocument[] {
  if (changed.length <= mostReads) return changed;
  const begin = (Math.floor(now.getTime() / roundMs) * mostReads) % changed.length;
  return [...changed.slice(begin), ...changed.slice(0, begin)].slice(0, mostReads);
}
