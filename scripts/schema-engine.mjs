#!/usr/bin/env node
// Stand-in for Prisma's native schema-engine: same JSON-RPC over stdio, run by the WASM build
// of the same engine (npm), so `prisma migrate ...` needs no download from binaries.prisma.sh.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import readline from 'node:readline';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

// adapter-pg 7.10 has no mapping for the catalog's "char" type (OID 18), which introspection reads.
const addFields = pg.Result.prototype.addFields;
pg.Result.prototype.addFields = function (fields) {
  for (const f of fields)
    if (f.dataTypeID === 18) {
      f.dataTypeID = 25;
      f.isChar = true;
    }
  return addFields.call(this, fields);
};

const argv = process.argv.slice(2);
if (argv.includes('--version')) {
  console.log('schema-engine-cli wasm');
  process.exit(0);
}
const arg = (name) => {
  const i = argv.indexOf(name);
  return i >= 0 ? argv[i + 1] : undefined;
};
const url = JSON.parse(arg('--datasource') ?? '{}').url;
const admin = async (fn) => {
  const u = new URL(url);
  u.pathname = '/postgres';
  u.search = '';
  const c = new pg.Client({ connectionString: u.href });
  await c.connect();
  try {
    return await fn(c);
  } finally {
    await c.end();
  }
};

if (argv.includes('cli')) {
  const sub = argv[argv.indexOf('cli') + 1];
  const db = decodeURIComponent(new URL(url).pathname.slice(1));
  const fail = (code, message, meta = {}) => {
    process.stderr.write(
      'schema-engine\n' +
        JSON.stringify({
          timestamp: new Date().toISOString(),
          level: 'ERROR',
          fields: { error_code: code, message, is_panic: false, meta },
          target: 'schema_engine::logger',
        }),
    );
    process.exit(1);
  };
  try {
    if (sub === 'can-connect-to-database') {
      const u = new URL(url);
      u.searchParams.delete('schema');
      const c = new pg.Client({ connectionString: u.href });
      await c.connect();
      await c.end();
    } else if (sub === 'create-database') {
      await admin((c) => c.query(`CREATE DATABASE ${pg.escapeIdentifier(db)}`));
    } else if (sub === 'drop-database') {
      await admin((c) => c.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(db)} WITH (FORCE)`));
    }
    process.exit(0);
  } catch (e) {
    fail(e.code === '3D000' ? 'P1003' : 'P1001', String(e.message), { database_name: db });
  }
}

const require = createRequire(import.meta.url);
const wasmPath = path.join(path.dirname(require.resolve('@prisma/schema-engine-wasm')), 'schema_engine_bg.wasm');
const { instance } = await WebAssembly.instantiate(readFileSync(wasmPath), { './schema_engine_bg.js': glue });
glue.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();
globalThis.PRISMA_WASM_PANIC_REGISTRY ??= {
  set_message(m) {
    process.stderr.write(`${m}\n`);
  },
};

const dm = arg('--datamodels');
const datamodels = dm ? dm.split(',').map((p) => [p, readFileSync(p, 'utf8')]) : undefined;
let enginePromise;
const engine = () =>
  (enginePromise ??= glue.SchemaEngine.new(
    { datamodels },
    () => {},
    bindMigrationAwareSqlAdapterFactory(new Factory({ connectionString: url })),
  ));

// adapter-pg's executeScript splits on ';' (breaks functions, DO blocks, quoted semicolons):
// send the whole script as one simple query, as the native engine does.
const whole = (c) => {
  const { queryRaw, performIO } = c;
  return Object.assign(c, {
    async executeScript(sql) {
      try {
        await c.client.query(sql);
      } catch (e) {
        c.onError(e);
      }
    },
    async queryRaw(q) {
      let fields = [];
      const self = Object.create(c, {
        performIO: {
          value: async (x) => {
            const r = await performIO.call(c, x);
            fields = r.fields;
            return r;
          },
        },
      });
      const res = await queryRaw.call(self, q);
      fields.forEach((f, i) => {
        if (f.isChar) res.columnTypes[i] = ColumnTypeEnum.Character;
      });
      return res;
    },
  });
};
// adapter-pg's own connectToShadowDb keeps the main database when it was given a connectionString
// (pg lets the connection string win over `database`): build the shadow URL explicitly.
class Factory extends PrismaPg {
  async connect() {
    return whole(await super.connect());
  }
  async connectToShadowDb() {
    const name = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
    await admin((c) => c.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`));
    const u = new URL(url);
    u.pathname = `/${name}`;
    const conn = whole(await new PrismaPg({ connectionString: u.href }).connect());
    const dispose = conn.dispose.bind(conn);
    conn.dispose = async () => {
      await dispose();
      await admin((c) => c.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`));
    };
    return conn;
  }
}

const rl = readline.createInterface({ input: process.stdin });
for await (const line of rl) {
  if (!line.trim()) continue;
  const { id, method, params } = JSON.parse(line);
  if (!method) continue; // the CLI's reply to our own "print" request
  if (process.env.SE_DEBUG) process.stderr.write(`> ${line.slice(0, 600)}\n`);
  try {
    const e = await engine();
    const method2 = method === 'getDatabaseVersion' ? 'version' : method;
    const result = (await e[method2](params)) ?? {};
    if (method === 'diff' && result.stdout) {
      process.stdout.write(
        `${JSON.stringify({ jsonrpc: '2.0', id: 1_000_000, method: 'print', params: { content: result.stdout } })}\n`,
      );
    }
    process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
  } catch (err) {
    if (process.env.SE_DEBUG) process.stderr.write(`ERR ${err?.stack ?? err} ${JSON.stringify(err)}\n`);
    process.stdout.write(
      `${JSON.stringify({
        jsonrpc: '2.0',
        id,
        error: {
          code: 4466,
          message: 'An error happened. Check the data field for details.',
          data: {
            is_panic: false,
            message: String(err?.message ?? err),
            meta: err?.meta ?? null,
            error_code: err?.code ?? null,
          },
        },
      })}\n`,
    );
  }
}
process.exit(0);
