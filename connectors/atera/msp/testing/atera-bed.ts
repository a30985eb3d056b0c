// A sandbox whose quirks a test switches, and what all tests of quirks ask of it.
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { VendorSandbox } from '#connectors/sdk/sandbox/sandbox-server.ts';
import { type Sandbox, startSandbox } from '#connectors/sdk/sandbox/start-sandbox.ts';
import type { WorldDevice, WorldTicket } from '#connectors/sdk/sandbox/world-types.ts';
import type { RunningSubject } from '#connectors/sdk/testing/connector-contract.ts';
import { eventually } from '#connectors/sdk/testing/eventually.ts';
import { testContext } from '#connectors/sdk/testing/test-context.ts';
import { type CaughtDelivery, startWebhookReceiver } from '#connectors/sdk/testing/webhook-receiver.ts';
import { ateraMsp } from '../connector.ts';
import { ateraSandbox } from '../sandbox/atera-sandbox.ts';
import { type AteraQuirks, type AteraSandboxState, initialAteraState } from '../sandbox/atera-state.ts';

export const { capabilities } = ateraMsp;

export let sandbox: Sandbox;
export let vendor: VendorSandbox;

/** Called once by a test file: starts it, ends it, and makes it plain again before each test. */
export function startQuirkyAtera(): void {
  beforeAll(async () => {
    sandbox = await startSandbox({
      vendors: [{ dialect: ateraSandbox }],
      dials: { scriptLagMs: 40, feedLagMs: 40, settleMs: 50 },
    });
    const found = sandbox.vendors['atera/msp'];
    if (!found) throw new Error('no sandbox');
    vendor = found;
  });
  afterAll(async () => {
    await sandbox.close();
  });
  beforeEach(() => {
    vendor.clearFaults();
    sandbox.world.state.dialects['atera/msp'] = initialAteraState();
  });
}

export const state = () => vendor.dialectState() as AteraSandboxState;
export const quirk = (changes: Partial<AteraQuirks>) => Object.assign(state().quirks, changes);
export const user = (options?: Parameters<typeof testContext>[2]) =>
  testContext(ateraMsp, vendor.connection(), options);
export const openTicket = (change: Partial<WorldTicket> = {}): WorldTicket =>
  sandbox.world.addTicket({ title: 'Printer down', clientId: 11, contactId: 51, ...change }, 'tlind');
export const device = (name: string): WorldDevice => {
  const known = sandbox.world.device(name);
  if (!known) throw new Error(name);
  return known;
};
export const internal = (body: string) => ({ visibility: 'internal' as const, body, notify: false });
export const notesOf = (ticket: WorldTicket) => sandbox.world.state.notes.filter((note) => note.ticketId === ticket.id);

/** Makes something happen and gives the webhook that follows. */
export async function nextAutomation(
  running: Pick<RunningSubject, 'vendor'>,
  happen: () => void,
): Promise<CaughtDelivery> {
  const receiver = await startWebhookReceiver();
  try {
    (running.vendor.dialectState() as AteraSandboxState).webhookUrls.push(receiver.url);
    happen();
    return await eventually(() => receiver.caught[0], 'the webhook is sent');
  } finally {
    (running.vendor.dialectState() as AteraSandboxState).webhookUrls.pop();
    await receiver.close();
  }
}
