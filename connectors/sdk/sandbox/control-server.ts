// The hand of the test or the demo on the sandbox: raise alerts, inject faults, read the truth back. A separate
// port, so that no vendor's API has a back door.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { ExecutionLedger } from './execution-ledger.ts';
import { faultSchema } from './faults.ts';
import { readRequest } from './read-request.ts';
import type { SandboxAnswer, SandboxRequest } from './sandbox-dialect.ts';
import type { VendorSandbox } from './sandbox-server.ts';
import { isStoryName, stories } from './stories.ts';
import type { SandboxWorld } from './world.ts';

const alertKinds = [
  'process.crash',
  'service.stopped',
  'disk.space',
  'agent.offline',
  'patch.failed',
  'print.queue',
] as const;
const bodies = {
  alert: z.union([
    z.strictObject({ story: z.string() }),
    z.strictObject({ device: z.string(), kind: z.enum(alertKinds), data: z.record(z.string(), z.json()).default({}) }),
  ]),
  ticket: z.strictObject({
    title: z.string(),
    client: z.string(),
    description: z.string().optional(),
    board: z.number().optional(),
    device: z.string().optional(),
    by: z.string().default('system'),
  }),
  dials: z.strictObject({
    scriptLagMs: z.number().nonnegative().optional(),
    feedLagMs: z.number().nonnegative().optional(),
    settleMs: z.number().nonnegative().optional(),
  }),
  fault: faultSchema.safeExtend({ connector: z.string() }),
  enroll: z.strictObject({ like: z.string() }),
  hold: z.strictObject({ isHolding: z.boolean() }),
  device: z.strictObject({ isOnline: z.boolean().optional(), isInMaintenance: z.boolean().optional() }),
  quirks: z.object({ connector: z.string() }).catchall(z.json()),
  reset: z.strictObject({ seed: z.number().int().optional() }),
};

export interface ControlServer {
  origin: string;
  close(): Promise<void>;
}

export async function startControlServer(
  parts: { world: SandboxWorld; sandboxes: VendorSandbox[]; ledger: ExecutionLedger },
  options: { port?: number; host?: string } = {},
): Promise<ControlServer> {
  const server = createServer(async (message, response) => {
    let given: SandboxAnswer;
    try {
      parts.world.tick();
      given = await control(await readRequest(message), parts);
    } catch (error) {
      given = { status: 400, json: { error: error instanceof Error ? error.message : String(error) } };
    }
    response.writeHead(given.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(given.json ?? {}));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function control(
  request: SandboxRequest,
  { world, sandboxes, ledger }: { world: SandboxWorld; sandboxes: VendorSandbox[]; ledger: ExecutionLedger },
): Promise<SandboxAnswer> {
  const ok = (json: unknown): SandboxAnswer => ({ status: 200, json });
  const [, root, what, name] = request.path.split('/');
  const command = `${request.method} ${what ?? ''}`;
  if (root !== '__sandbox') return { status: 404, json: { error: 'The control paths begin with /__sandbox/.' } };
  const body = request.bytes.length === 0 ? {} : request.json();
  switch (command) {
    case 'POST alerts': {
      const wanted = bodies.alert.parse(body);
      if ('story' in wanted && !isStoryName(wanted.story))
        throw new Error(`Stories: ${Object.keys(stories).join(', ')}`);
      const { device, kind, data } = 'story' in wanted ? stories[wanted.story as keyof typeof stories] : wanted;
      return ok(world.raiseAlert(need(world.device(device), `device ${device}`), kind, { ...data }));
    }
    case 'POST stories': {
      const story = need(isStoryName(name ?? '') ? stories[name as keyof typeof stories] : undefined, `story ${name}`);
      return ok(
        world.raiseAlert(need(world.device(story.device), `device ${story.device}`), story.kind, { ...story.data }),
      );
    }
    case 'POST tickets': {
      const { title, client, description, board, device, by } = bodies.ticket.parse(body);
      const owner = world.state.clients.find((entry) => entry.identifier === client || entry.name === client);
      const deviceId = device === undefined ? [] : [need(world.device(device), `device ${device}`).id];
      const ticket = world.addTicket(
        {
          title,
          clientId: need(owner, `client ${client}`).id,
          deviceIds: deviceId,
          ...(board ? { boardId: board } : {}),
        },
        by,
      );
      if (description) world.addNote(ticket, { visibility: 'public', text: description }, by);
      return ok(ticket);
    }
    case 'POST dials':
      return ok(Object.assign(world.dials, bodies.dials.parse(body)));
    case 'POST faults': {
      const { connector, ...fault } = bodies.fault.parse(body);
      need(
        sandboxes.find((sandbox) => sandbox.connector === connector),
        `sandbox ${connector}`,
      ).addFault(fault);
      return ok({ ok: true });
    }
    case 'POST quirks': {
      const { connector, ...switches } = bodies.quirks.parse(body);
      const sandbox = need(
        sandboxes.find((entry) => entry.connector === connector),
        `sandbox ${connector}`,
      );
      const state = sandbox.dialectState();
      const quirks = typeof state === 'object' && state !== null && 'quirks' in state ? state.quirks : undefined;
      if (typeof quirks !== 'object' || quirks === null) throw new Error(`${connector} has no quirks to switch.`);
      for (const name of Object.keys(switches)) {
        if (!Object.hasOwn(quirks, name))
          throw new Error(`${connector} has no quirk "${name}": ${Object.keys(quirks)}`);
      }
      return ok(Object.assign(quirks, switches));
    }
    case 'DELETE faults':
      for (const sandbox of sandboxes) sandbox.clearFaults();
      return ok({ ok: true });
    case 'PUT devices': {
      const { like } = bodies.enroll.parse(body);
      return ok(world.enrollDevice(need(name, 'device without a name'), need(world.device(like), `device ${like}`)));
    }
    case 'POST devices':
      return ok(Object.assign(need(world.device(name ?? ''), `device ${name}`), bodies.device.parse(body)));
    case 'GET devices':
      return ok(name ? need(world.device(name), `device ${name}`) : world.state.devices);
    case 'POST reset':
      world.reset(bodies.reset.parse(body).seed);
      return ok({ seed: world.state.seed });
    case 'GET ledger':
      return ok({ lines: ledger.lines(), executionsByTag: ledger.executionsByTag() });
    case 'GET exchanges':
      return ok(sandboxes.flatMap((sandbox) => sandbox.exchanges));
    case 'POST deliveries':
      for (const { deliveries } of sandboxes) deliveries.isHolding = bodies.hold.parse(body).isHolding;
      return ok({ ok: true });
    case 'GET held':
      return ok(
        sandboxes.flatMap(({ connector, deliveries }) => deliveries.held.map((entry) => ({ connector, ...entry }))),
      );
    case 'GET deliveries':
      return ok(
        sandboxes.flatMap(({ connector, deliveries }) => deliveries.log.map((entry) => ({ connector, ...entry }))),
      );
    case 'GET connections':
      return ok(Object.fromEntries(sandboxes.map((sandbox) => [sandbox.connector, sandbox.connection()])));
    case 'GET stories':
      return ok(stories);
    case 'GET state':
      return ok(world.state);
    default:
      return { status: 404, json: { error: `No control command "${command}".` } };
  }
}

function need<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The sandbox has no ${what}.`);
  return value;
}
