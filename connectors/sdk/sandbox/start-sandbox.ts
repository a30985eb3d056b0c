// One world, any number of vendor dialects, one control server: what tests, demos and `main.ts` start.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ControlServer, startControlServer } from './control-server.ts';
import { ExecutionLedger } from './execution-ledger.ts';
import { startLdapSandbox } from './ldap-sandbox.ts';
import { type AnySandboxDialect, isLdapDialect } from './sandbox-dialect.ts';
import { startVendorSandbox, type VendorSandbox } from './sandbox-server.ts';
import { postScriptResults } from './script-results.ts';
import { SandboxWorld, type WorldDials } from './world.ts';
import { keepSnapshot, loadSnapshot } from './world-snapshot.ts';

export interface SandboxOptions {
  /** port 0 or absent = any free one */
  vendors: { dialect: AnySandboxDialect; port?: number }[];
  controlPort?: number;
  host?: string;
  seed?: number;
  dials?: Partial<WorldDials>;
  /** keep the world and the ledger here over restarts */
  dataDirectory?: string;
}

export interface Sandbox {
  world: SandboxWorld;
  ledger: ExecutionLedger;
  control: ControlServer;
  /** by connector id */
  vendors: Record<string, VendorSandbox>;
  close(): Promise<void>;
}

const tickEveryMs = 100;
const ledgerFile = 'sandbox-executions.jsonl';

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { dataDirectory, host = '127.0.0.1' } = options;
  if (dataDirectory !== undefined) mkdirSync(dataDirectory, { recursive: true });
  const state = dataDirectory === undefined ? undefined : loadSnapshot(dataDirectory);
  const ledger = new ExecutionLedger(dataDirectory === undefined ? undefined : join(dataDirectory, ledgerFile));
  const world = new SandboxWorld({
    seed: options.seed ?? 1,
    dials: options.dials ?? {},
    ledger,
    ...(state === undefined ? {} : { state }),
  });
  const vendors: Record<string, VendorSandbox> = {};
  for (const { dialect, port } of options.vendors) {
    const at = { host, port: port ?? 0 };
    vendors[dialect.connector] = isLdapDialect(dialect)
      ? await startLdapSandbox(dialect, world, at)
      : await startVendorSandbox(dialect, world, at);
  }
  const scriptResults = postScriptResults(world);
  const parts = { world, ledger, sandboxes: Object.values(vendors) };
  const control = await startControlServer(parts, { host, port: options.controlPort ?? 0 });
  const snapshot = dataDirectory === undefined ? undefined : keepSnapshot(world, dataDirectory);
  const ticking = setInterval(() => world.tick(), tickEveryMs);
  ticking.unref();
  return {
    world,
    ledger,
    control,
    vendors,
    close: async () => {
      clearInterval(ticking);
      scriptResults.close();
      await Promise.all([control.close(), ...parts.sandboxes.map((sandbox) => sandbox.close())]);
      snapshot?.stop();
    },
  };
}
