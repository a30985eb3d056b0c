// The part of the contract that may be run against somebody's real tenant: it signs in, reads with every capability that
// reads, and holds the answers against our nouns. It changes nothing unless it is given something to change. What it tells
// has counts and kinds in it, and nothing of the tenant.
import { z } from 'zod';
import { type CapabilityName, capabilityContracts, capabilityNames } from '../capability-contracts.ts';
import type { Connector, DirectCapability } from '../connector.ts';
import { ConnectorError } from '../errors.ts';
import { type TestConnection, type TestContext, testContext } from './test-context.ts';

export interface LiveResult {
  capability: CapabilityName | 'connection' | 'polls';
  outcome: 'ok' | 'failed' | 'skipped';
  /** "12 items", the kind of a failure, or why it was skipped; no words of the vendor, no names */
  detail: string;
}

/** Things of the tenant that exist to be tried on. */
export interface LiveTargets {
  /** a ticket that gets an internal note */
  ticket?: string | undefined;
}

const pageShape = z.object({ items: z.array(z.object({ id: z.string() }).loose()) });

/** what each argument that names one thing is taken from */
const sources = {
  client: 'client.list',
  device: 'device.list',
  ticket: 'ticket.search',
  alert: 'alert.list',
  document: 'document.search',
  user: 'user.search',
} as const satisfies Record<string, CapabilityName>;

export async function checkLive(
  connector: Connector,
  connection: TestConnection,
  targets: LiveTargets = {},
): Promise<LiveResult[]> {
  const context = testContext(connector, connection);
  const results: LiveResult[] = [
    await attempt('connection', async () => {
      await connector.test(context);
      return 'signed in';
    }),
  ];
  if (results[0]?.outcome !== 'ok') return results;
  const found = new Map<string, string>();
  const reads = capabilityNames.filter(
    (name) => connector.capabilities[name] && capabilityContracts[name].effect === 'read',
  );
  // lists first: they give the ids that the others want
  const isSource = (name: CapabilityName) => (Object.values(sources) as CapabilityName[]).includes(name);
  const ordered = [...reads.filter((name) => name === 'client.list'), ...reads.filter(isSource), ...reads];
  for (const name of new Set(ordered)) results.push(await checkRead(connector, context, name, found));
  for (const poll of connector.triggers.polls) {
    results.push(
      await attempt('polls', async () => {
        await poll.poll(context, null);
        return poll.name;
      }),
    );
  }
  if (targets.ticket) results.push(await checkNote(connector, context, targets.ticket));
  if (!targets.ticket && context.mutations().length > 0) {
    results.push({ capability: 'connection', outcome: 'failed', detail: 'a read sent a change' });
  }
  return results;
}

async function checkRead(
  connector: Connector,
  context: TestContext,
  name: CapabilityName,
  found: Map<string, string>,
): Promise<LiveResult> {
  const shape = capabilityContracts[name].input.shape as Record<string, z.ZodType>;
  const input: Record<string, unknown> = {};
  for (const argument of Object.keys(sources)) {
    if (!(argument in shape) || shape[argument]?.safeParse(undefined).success) continue;
    const id = found.get(argument);
    if (id === undefined) return { capability: name, outcome: 'skipped', detail: `this tenant shows no ${argument}` };
    input[argument] = id;
  }
  return attempt(name, async () => {
    const capability = connector.capabilities[name] as DirectCapability<unknown, unknown, unknown>;
    const answer = await capability.run(context, capabilityContracts[name].input.parse(input), { tag: '' });
    const parsed = capabilityContracts[name].output.safeParse(answer);
    if (!parsed.success) throw new Error(`shape: ${parsed.error.issues[0]?.path.join('.')}`);
    const page = pageShape.safeParse(answer);
    if (!page.success) return 'one record';
    const ids = page.data.items.map(({ id }) => id);
    if (new Set(ids).size !== ids.length) throw new Error('shape: an item comes twice');
    const source = Object.entries(sources).find(([, of]) => of === name)?.[0];
    if (source && ids[0] !== undefined) found.set(source, ids[0]);
    return `${ids.length} items`;
  });
}

/** An internal note, found again by its tag, and still internal. */
function checkNote(connector: Connector, context: TestContext, ticket: string): Promise<LiveResult> {
  return attempt('ticket.note.add', async () => {
    const add = connector.capabilities['ticket.note.add'];
    if (!add) throw new Error('not offered');
    const tag = `mspclaw:live-check:${context.now().getTime()}:1`;
    const input = {
      ticket,
      note: { visibility: 'internal' as const, body: 'MSPclaw tries its connector.', notify: false },
    };
    const notBefore = new Date(context.now().getTime() - 60_000);
    const note = await add.run(context, input, { tag });
    if (note.visibility !== 'internal') throw new Error('the note is not internal');
    const again = await add.reconcile?.(context, input, { tag, notBefore });
    if (!again?.found) throw new Error('the note is not found again by its tag');
    return 'written, internal, found again';
  });
}

async function attempt(capability: LiveResult['capability'], work: () => Promise<string>): Promise<LiveResult> {
  try {
    return { capability, outcome: 'ok', detail: await work() };
  } catch (error) {
    const detail = error instanceof ConnectorError ? error.kind : error instanceof Error ? error.message : 'broke';
    const isMissing = error instanceof ConnectorError && error.kind === 'unsupported';
    return { capability, outcome: isMissing ? 'skipped' : 'failed', detail: detail.slice(0, 200) };
  }
}
