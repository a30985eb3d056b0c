// `mspclaw connector verify <id> --connection file.json`: the readable half of the contract against a real tenant, with a
// result that can be signed and put beside the connector.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { checkLive } from '#connectors/sdk/testing/check-live.ts';
import { attest, type Statement } from '#server/bus/connector-table/attestation.ts';
import { registeredConnectors } from '#server/bus/registry.ts';
import packageFile from '../../../package.json' with { type: 'json' };
import { root } from '../read-env.ts';

const connectionSchema = z.strictObject({
  settings: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string(), z.unknown()),
});

interface Options {
  connection: string;
  ticket?: string;
  level?: string;
  key?: string;
  out?: string;
  json?: boolean;
}

export async function run(options: Options, [id = '']: string[]): Promise<number> {
  const connector = registeredConnectors[id];
  if (!connector)
    throw new Error(`There is no connector "${id}". There are: ${Object.keys(registeredConnectors).join(', ')}.`);
  const level = options.level ?? 'live';
  if (level !== 'live' && level !== 'vendor sandbox') throw new Error('--level is "live" or "vendor sandbox".');
  const connection = connectionSchema.parse(JSON.parse(readFileSync(options.connection, 'utf8')));
  const results = await checkLive(connector, connection, { ticket: options.ticket });
  const statement: Statement = {
    statement: 'mspclaw/connector-live-check/v1',
    connector: id,
    version: packageFile.version,
    commit: currentCommit(),
    level,
    on: new Date().toISOString().slice(0, 10),
    results,
  };
  const result = options.key ? attest(statement, readFileSync(options.key, 'utf8')) : statement;
  const text = `${JSON.stringify(result, null, 2)}\n`;
  if (options.out) writeFileSync(options.out, text);
  for (const { capability, outcome, detail } of results) {
    process.stderr.write(`${outcome.padEnd(8)} ${capability}: ${detail}\n`);
  }
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : text);
  if (!options.key) process.stderr.write('Not signed: give --key to sign it (mspclaw connector key makes one).\n');
  return results.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}

/** What is checked out, without asking git. */
function currentCommit(): string | null {
  const read = (file: string) => {
    try {
      return readFileSync(path.join(root, '.git', file), 'utf8').trim();
    } catch {
      return null;
    }
  };
  const head = read('HEAD');
  const commit = head?.startsWith('ref: ') ? read(head.slice(5)) : head;
  return commit && /^[0-9a-f]{40}$/.test(commit) ? commit : null;
}
