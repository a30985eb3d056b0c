// Documentation as knowledge, through the bus from a real sandbox: whose it is, what changed, what is gone, and never a password.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { huduDocumentation } from '#connectors/hudu/documentation/connector.ts';
import { huduSandbox } from '#connectors/hudu/documentation/sandbox/hudu-sandbox.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import { type Bus, createBus } from '#server/bus/create-bus.ts';
import { testKeyring } from '#server/bus/testing/bus-harness.ts';
import { createTestOrg, testDatabase } from '#server/platform/db/testing/test-database.ts';
import { newId } from '#server/platform/ids.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import { createConnection } from '../connections/create-connection.ts';
import { syncConnection } from '../connections/sync-connection.ts';
import { saveClientMapping } from '../mapping/save-client-mapping.ts';
import { type DocumentSource, importDocuments, type ListedDocument } from './import-documents.ts';
import { searchKnowledge } from './knowledge.repository.ts';
import { searchTerms } from './search-terms.ts';

const database = testDatabase();
const keyring = testKeyring(database);
let sandbox: Sandbox;
let bus: Bus;
let tenant: TenantContext;
let connectionId: string;

beforeAll(async () => {
  sandbox = await startSandbox({ vendors: [{ dialect: huduSandbox }] });
  bus = createBus({
    database,
    keyring,
    connectors: { [huduDocumentation.id]: huduDocumentation },
    allowPrivateHosts: undefined,
  });
  tenant = await createTestOrg(database);
  const deps = { database, keyring, vendors: bus.gateway, baseUrl: 'http://127.0.0.1', now: () => new Date() };
  const { settings, secrets } = sandbox.vendors[huduDocumentation.id]?.connection() ?? {};
  const texts = (values: unknown) => values as Record<string, string>;
  const input = {
    connector: huduDocumentation.id,
    name: 'Hudu',
    settings: texts(settings),
    secrets: texts(secrets),
    skipTest: false,
  };
  const made = await createConnection(tenant, input, deps, {
    controlUrl: `${sandbox.control.origin}/__sandbox`,
  });
  connectionId = made.connectionId;
  await syncConnection(tenant, made, deps);
});
afterAll(async () => {
  await bus.close();
  await sandbox.close();
});

const run = () => importDocuments(tenant, connectionId, { database, documents: bus.documents, now: () => new Date() });
const articles = () =>
  database.withTenant(tenant, (db) =>
    db.knowledgeArticle.findMany({ where: { connectionId }, include: { client: true } }),
  );
const search = (title: string, clientId: string | null) =>
  searchKnowledge(database, tenant, { terms: searchTerms(title), title, clientId, limit: 20 });

describe('documents of a documentation tool', () => {
  it('are taken in with whose they are; a second round reads nothing again', async () => {
    const first = await run();
    expect(first.read).toBeGreaterThan(3);
    const rows = await articles();
    expect(rows.length).toBe(first.read);
    expect(rows.some(({ client }) => client !== null)).toBe(true);
    expect(rows.every(({ body, source }) => body.length > 0 && source === 'document')).toBe(true);
    expect(await run()).toEqual({ read: 0, gone: 0, left: 0 });
  });

  it('explain the troubles of their own client only, or of everybody when they are nobody’s', async () => {
    const rows = await articles();
    const owned = rows.find(({ client }) => client !== null);
    const general = rows.find(({ client }) => client === null);
    if (!owned || !general) throw new Error('the world has both');
    const stranger = rows.find(({ clientId }) => clientId !== null && clientId !== owned.clientId)?.clientId ?? null;
    const ids = async (title: string, clientId: string | null) => (await search(title, clientId)).map(({ id }) => id);
    expect(await ids(owned.title, owned.clientId)).toContain(owned.id);
    expect(await ids(owned.title, stranger)).not.toContain(owned.id);
    expect(await ids(owned.title, null)).not.toContain(owned.id);
    expect(await ids(general.title, stranger)).toContain(general.id);
  });

  it('that are gone at the tool are not cited any more, and come back when they do', async () => {
    const [one] = await articles();
    if (!one) throw new Error('there is one');
    const { state } = sandbox.world;
    const kept = [...state.documents];
    state.documents = state.documents.filter(({ title }) => title !== one.title);
    expect((await run()).gone).toBeGreaterThan(0);
    expect((await search(one.title, one.clientId)).map(({ id }) => id)).not.toContain(one.id);
    state.documents = kept;
    await run();
    expect((await search(one.title, one.clientId)).map(({ id }) => id)).toContain(one.id);
  });

  it('of a customer that turns out to be another client explain the former one nothing, at once', async () => {
    const owned = (await articles()).find(({ client, goneAt }) => client !== null && goneAt === null);
    const former = owned?.clientId ?? '';
    const identity = await database.withTenant(tenant, (db) =>
      db.clientIdentity.findFirstOrThrow({ where: { connectionId, clientId: former } }),
    );
    const choose = (choice: { newClient: string } | { clientId: string }) =>
      saveClientMapping(tenant, { connectionId, choices: [{ identityId: identity.id, ...choice }] }, { database });
    const cited = async (clientId: string) =>
      (await search(owned?.title ?? '', clientId)).map(({ id }) => id).includes(owned?.id ?? '');
    expect(await cited(former)).toBe(true);
    await choose({ newClient: 'Somebody else' });
    expect(await cited(former)).toBe(false);
    await run();
    const { clientId: now } = await database.withTenant(tenant, (db) =>
      db.clientIdentity.findFirstOrThrow({ where: { id: identity.id } }),
    );
    expect(await cited(now)).toBe(true);
    expect(await cited(former)).toBe(false);
  });

  it('never hold a password, and none was ever asked for', async () => {
    const everything = JSON.stringify(await articles());
    for (const { password } of sandbox.world.state.passwords) expect(everything).not.toContain(password);
    expect(sandbox.world.state.passwords.length).toBeGreaterThan(0);
    const paths = sandbox.vendors[huduDocumentation.id]?.exchanges.map(({ path }) => path) ?? [];
    expect(paths.filter((path) => /password/i.test(path))).toEqual([]);
  });
});

describe('whatever a tool says', () => {
  const listed = (id: string, client: string | null): ListedDocument => ({
    id,
    title: `Spooler of ${id}`,
    client: client === null ? null : { id: client },
    url: null,
    updatedAt: null,
  });
  const toolOf = (documents: ListedDocument[], read: DocumentSource['read']): DocumentSource => ({
    connectors: () => [],
    list: async function* () {
      yield documents;
    },
    read,
  });
  let own: TenantContext;
  let tool: string;
  const clients = [newId(), newId()] as const;

  beforeAll(async () => {
    own = await createTestOrg(database);
    tool = newId();
    const { orgId } = own;
    await database.withTenant(own, async (db) => {
      const [ingestSecret, ingestSecretHash] = [new Uint8Array(32), new Uint8Array(32)];
      const row = { connector: 'some/tool', name: 'Tool', ingestSecret, ingestSecretHash };
      await db.connection.create({ data: { orgId, id: tool, ...row } });
      for (const [at, clientId] of clients.entries()) {
        await db.client.create({ data: { orgId, id: clientId, name: `Client ${at}` } });
        const identity = { clientId, connectionId: tool, externalId: `c${at}`, name: `Client ${at}` };
        await db.clientIdentity.create({ data: { orgId, ...identity } });
      }
    });
  });
  const take = (documents: DocumentSource, now = new Date()) =>
    importDocuments(own, tool, { database, documents, now: () => now });
  const found = async (clientId: string) => {
    const query = { terms: searchTerms('Spooler'), title: 'Spooler', clientId, limit: 20 };
    return (await searchKnowledge(database, own, query)).length;
  };

  it('a document that is given to another client follows it, even where no time of change is told', async () => {
    const text = async () => ({ text: 'the spooler' });
    await take(toolOf([listed('one', 'c0')], text));
    expect([await found(clients[0]), await found(clients[1])]).toEqual([1, 0]);
    await take(toolOf([listed('one', 'c1')], text));
    expect([await found(clients[0]), await found(clients[1])]).toEqual([0, 1]);
  });

  it('and explains the former one nothing where it cannot be read', async () => {
    const broken = () => Promise.reject(new Error('away'));
    await expect(take(toolOf([listed('one', 'c0')], broken))).rejects.toThrow('away');
    expect([await found(clients[0]), await found(clients[1])]).toEqual([0, 0]);
  });

  it('documents without a text, or that cannot be read, do not keep the others out', async () => {
    const many = Array.from({ length: 600 }, (_, number) => listed(`${number}`, null));
    const read = new Set<string>();
    const texts = toolOf(many, async (_tenant, _connection, id) => {
      if (Number(id) < 400) return null;
      if (id === '450') throw new Error('a document that breaks the tool');
      read.add(id);
      return { text: 'text' };
    });
    const begin = Date.parse('2026-11-20T10:00:00Z');
    const said: unknown[] = [];
    for (let turn = 0; turn < 8; turn++) {
      said.push(await take(texts, new Date(begin + turn * 15 * 60_000)).catch((error: unknown) => error));
    }
    expect(read.size).toBe(199);
    expect(said.some((one) => one instanceof Error)).toBe(true);
  });
});
