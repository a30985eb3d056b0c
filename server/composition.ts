// The parts of a process, named and joined here and nowhere else. What every process has; the worker adds its own
// in compose-worker.ts, so that a web process never loads the durable engine.
import path from 'node:path';
import type { AppDeps } from './api/app-deps.ts';
import { type Bus, createBus } from './bus/create-bus.ts';
import { allConnectors, loadConnectors } from './bus/registry.ts';
import { createAccountsDeps } from './features/accounts/public.ts';
import type { ConnectionsDeps } from './features/connections/public.ts';
import { type MappingDeps, refreshMapping, VendorWords } from './features/mapping/public.ts';
import { PostRate } from './features/scripts/public.ts';
import { createKeyEncryptionKeys } from './platform/crypto/key-encryption-keys.ts';
import { createOrgKeyring, type OrgKeyring } from './platform/crypto/org-keyring.ts';
import { createOrgKeyStore } from './platform/crypto/org-keys.repository.ts';
import { type Database, openDatabase } from './platform/db/database.ts';
import { type Env, env } from './platform/env.ts';
import { createLogger, type Logger } from './platform/logger.ts';
import { deriveKeys, type InstallationKeys, loadSecret } from './platform/secret.ts';
import { cancelRun, signalRun } from './runtime/run-signals.ts';

export interface Parts {
  env: Env;
  keys: InstallationKeys;
  database: Database;
  keyring: OrgKeyring;
  bus: Bus;
  log: Logger;
  now(): Date;
  /** aborted when the process is asked to stop */
  stopping: AbortController;
}

export function composeParts(part: string): Parts {
  const settings = env();
  const log = createLogger(part);
  const url = settings.DATABASE_APP_URL;
  if (!url) throw new Error('DATABASE_APP_URL is not set. Start processes through "mspclaw start", which makes it.');
  const dataDir = path.resolve(settings.MSPCLAW_DATA_DIR);
  const keys = deriveKeys(loadSecret({ secret: settings.MSPCLAW_SECRET, dataDir }));
  const database = openDatabase({
    url,
    poolSize: settings.MSPCLAW_POOL_SIZE,
    onError: (error) => log.warn({ error: error.message }, 'a database connection was lost'),
  });
  const keyring = createOrgKeyring({ keks: keyEncryptionKeys(settings, keys), store: createOrgKeyStore(database) });
  const bus = createBus({
    database,
    keyring,
    connectors: allConnectors(),
    allowPrivateHosts: settings.MSPCLAW_ALLOW_PRIVATE_HOSTS,
    baseUrl: baseUrlOf(settings),
  });
  return { env: settings, keys, database, keyring, bus, log, now: () => new Date(), stopping: new AbortController() };
}

/** Connectors from elsewhere, before anything is composed: called by each process at its start. */
export function composeConnectors(part: string): void {
  const settings = env();
  const log = createLogger(part);
  const dataDir = path.resolve(settings.MSPCLAW_DATA_DIR);
  const { said, refused } = loadConnectors({ wanted: settings.MSPCLAW_CONNECTORS, dataDir });
  for (const sentence of said) log.info({ connector: sentence }, 'a connector from elsewhere is in use');
  for (const { what, why } of refused) log.error({ connector: what, why }, 'a connector from elsewhere was refused');
}

const baseUrlOf = (settings: Env): string => settings.MSPCLAW_URL ?? `http://localhost:${settings.PORT}`;

/** The connections feature over the bus; also used by the seed. */
export const composeConnections = (parts: Parts, mapping = composeMapping(parts)): ConnectionsDeps => ({
  database: parts.database,
  keyring: parts.keyring,
  vendors: parts.bus.gateway,
  baseUrl: baseUrlOf(parts.env),
  now: parts.now,
  afterSync: (tenant, connectionId) =>
    refreshMapping(tenant, connectionId, mapping).catch((error: unknown) => {
      parts.log.warn({ connectionId, error: String(error) }, 'the mapping was not compared after a sync');
    }),
});

export const composeMapping = ({ database, bus, now }: Parts): MappingDeps => ({
  database,
  words: new VendorWords({ source: bus.lists, now }),
  now,
});

/** During a rotation of the secret, what the former one wrapped still opens. */
function keyEncryptionKeys(settings: Env, keys: InstallationKeys) {
  const former = settings.MSPCLAW_SECRET_PREVIOUS;
  const previous = former ? [deriveKeys(loadSecret({ secret: former, dataDir: '' }))] : [];
  return createKeyEncryptionKeys({
    current: { id: keys.kekId, key: keys.kek },
    previous: previous.map(({ kekId, kek }) => ({ id: kekId, key: kek })),
  });
}

/** What the console's API is given. */
export function composeApp(parts: Parts = composeParts('web')): AppDeps {
  const { database, now, env: settings } = parts;
  process.once('SIGTERM', () => parts.stopping.abort());
  const stopping = parts.stopping.signal;
  const mapping = composeMapping(parts);
  const runtime = { signal: signalRun, cancel: cancelRun };
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = settings;
  return {
    auth: {
      secret: parts.keys.authSecret,
      publicUrl: settings.MSPCLAW_URL,
      oidc: issuer && clientId && clientSecret ? { issuer, clientId, clientSecret } : null,
    },
    log: parts.log,
    checkDatabase: async () => {
      await database.sqlWithoutTenant((sql) => sql.query('SELECT 1'));
    },
    accounts: createAccountsDeps(database, now),
    approvals: { database, runtime, now },
    audit: { database, now },
    connections: composeConnections(parts, mapping),
    devices: { database },
    identity: { database, now },
    inbox: { database },
    mapping,
    overview: { database, now, stopping, watchOrgEveryMs: 2_000 },
    people: { database },
    playbooks: { database, catalog: parts.bus.catalog, now },
    runs: { database, runtime, now, stopping, watchEveryMs: 700 },
    scripts: {
      database,
      vendors: parts.bus.lists,
      receiving: { database, rate: new PostRate(), redact: parts.bus.redactFor, now },
      now,
    },
    seals: { database, keyring: parts.keyring, now },
    serviceLevels: { database, now },
  };
}
