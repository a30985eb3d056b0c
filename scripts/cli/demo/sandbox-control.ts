// The control door of the sandbox vendors, as the demo and the browser tests use it.
import { z } from 'zod';

const service = z.object({ name: z.string(), state: z.string() });
const stateSchema = z.object({
  devices: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      role: z.string(),
      needsReboot: z.boolean(),
      services: z.array(service),
      patches: z.array(z.object({ status: z.string() })),
    }),
  ),
  alerts: z.array(
    z.object({ id: z.number(), uid: z.string(), deviceId: z.number(), clearedAtMs: z.number().nullable() }),
  ),
  tickets: z.array(
    z.object({
      id: z.number(),
      title: z.string(),
      statusId: z.number(),
      ownerId: z.number().nullable(),
      externalKey: z.string().nullable(),
      closedAtMs: z.number().nullable(),
    }),
  ),
  notes: z.array(z.object({ ticketId: z.number(), visibility: z.string(), text: z.string() })),
  statuses: z.array(z.object({ id: z.number(), name: z.string(), isClosed: z.boolean() })),
  people: z.array(z.object({ id: z.number(), name: z.string() })),
});
export type SandboxState = z.infer<typeof stateSchema>;

const ledgerSchema = z.object({
  lines: z.array(z.object({ what: z.enum(['accepted', 'executed']), tag: z.string().nullable(), script: z.string() })),
});
export type LedgerLine = z.infer<typeof ledgerSchema>['lines'][number];

const heldSchema = z.array(z.object({ url: z.string(), headers: z.record(z.string(), z.string()), body: z.string() }));

export class SandboxControl {
  private readonly base: string;
  constructor(control: string) {
    this.base = `${control}/__sandbox`;
  }

  raiseAlert = (device: string): Promise<unknown> =>
    this.send('POST', 'alerts', {
      device,
      kind: 'process.crash',
      data: { process: 'powershell.exe', service: 'WinRM', eventId: 1000 },
    });
  stopService = (device: string, service: string): Promise<unknown> =>
    this.send('POST', 'alerts', { device, kind: 'service.stopped', data: { service } });
  enroll = (device: string, like: string) => this.send('PUT', `devices/${device}`, { like });
  addFault = (fault: Record<string, unknown>) => this.send('POST', 'faults', fault);
  hold = (isHolding: boolean) => this.send('POST', 'deliveries', { isHolding });
  held = async () => heldSchema.parse(await this.send('GET', 'held'));
  state = async (): Promise<SandboxState> => stateSchema.parse(await this.send('GET', 'state'));
  /** answers 503 that the vendors gave */
  refusals = async (): Promise<number> =>
    z
      .array(z.object({ status: z.number() }))
      .parse(await this.send('GET', 'exchanges'))
      .filter(({ status }) => status === 503).length;
  /** every script the RMM accepted, and every one it executed */
  ledger = async (): Promise<LedgerLine[]> => ledgerSchema.parse(await this.send('GET', 'ledger')).lines;
  scriptRuns = async (): Promise<number> => (await this.ledger()).filter(({ what }) => what === 'executed').length;

  private async send(method: string, what: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.base}/${what}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!answer.ok)
      throw new Error(`The sandbox answered ${answer.status} to ${method} ${what}: ${await answer.text()}`);
    return answer.json();
  }
}
