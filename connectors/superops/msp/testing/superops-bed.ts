// A sandbox whose quirks a test switches, and what all tests of quirks ask of it.
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import type { WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import { startScriptCallbacks } from '#connectors/sdk/testing/script-callbacks.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { superopsMsp } from '../connector.ts';
import { superopsSandbox } from '../sandbox/superops-sandbox.ts';
import { initialSuperopsState, type SuperopsQuirks, type SuperopsSandboxState } from '../sandbox/superops-state.ts';
import { vendorId } from '../sandbox/vendor-ids.ts';

export const { capabilities } = superopsMsp;

export let sandbox: Sandbox;
export let vendor: VendorSandbox;
export let scriptCallbacks: Awaited<ReturnType<typeof startScriptCallbacks>>;

/** Called once by a test file: starts it, ends it, and makes it plain again before each test. */
export function startQuirkySuperops(): void {
  beforeAll(async () => {
    scriptCallbacks = await startScriptCallbacks();
    sandbox = await startSandbox({
      vendors: [{ dialect: superopsSandbox }],
      dials: { scriptLagMs: 40, feedLagMs: 40, settleMs: 50 },
    });
    const found = sandbox.vendors['superops/msp'];
    if (!found) throw new Error('no sandbox');
    vendor = found;
  });
  afterAll(async () => {
    await sandbox.close();
    await scriptCallbacks.close();
  });
  beforeEach(() => {
    vendor.clearFaults();
    sandbox.world.state.dialects['superops/msp'] = initialSuperopsState();
  });
}

export const state = () => vendor.dialectState() as SuperopsSandboxState;
export const quirk = (changes: Partial<SuperopsQuirks>) => Object.assign(state().quirks, changes);
export const user = (options?: Parameters<typeof testContext>[2]) =>
  testContext(superopsMsp, vendor.connection(), options);
export const openTicket = (change: Partial<WorldTicket> = {}): { id: string; row: WorldTicket } => {
  const row = sandbox.world.addTicket({ title: 'Printer down', clientId: 11, ...change }, 'tlind');
  return { id: vendorId('ticket', row.id), row };
};
export const deviceId = (name: string): string => {
  const device = sandbox.world.device(name);
  if (!device) throw new Error(name);
  return vendorId('asset', device.id);
};
export const internal = (body: string) => ({ visibility: 'internal' as const, body, notify: false });
export const notesOf = (ticket: WorldTicket) => sandbox.world.state.notes.filter((note) => note.ticketId === ticket.id);
