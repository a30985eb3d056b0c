// The engine's capability port over the suite's RMM: what the bus does for real vendors, as small as it can be said.
// It carries the tag, sends once, and finds an earlier attempt by its tag.
import { z } from 'zod';
import type {
  CallOutcome,
  CapabilityCall,
  CapabilityCatalog,
  CapabilityInfo,
  CapabilityPort,
  PollOutcome,
  ReconcileOutcome,
} from '#server/engine/ports/capabilities.ts';
import type { Json } from '#server/engine/ports/run-records.ts';
import { maxLagMs } from './ledger-rmm.ts';

const sendTimeoutMs = 500;

/**
 * How a careless connector would do it: calls the script repeatable, and looks for an earlier attempt at once. The
 * suite runs it to show that it can see a script run twice.
 */
export interface Carelessness {
  isCareless: boolean;
}
const pollAfterMs = 100;
const device = z.strictObject({ device: z.string() });

const infos: CapabilityInfo[] = [
  {
    name: 'device.status',
    effect: 'read',
    idempotency: 'idempotent',
    shape: 'direct',
    title: 'Read the state of a device',
    input: device,
    output: z.object({ freePercent: z.number() }),
  },
  {
    name: 'device.clean',
    effect: 'write',
    idempotency: 'once',
    shape: 'job',
    title: 'Run the clean-up',
    input: device,
    output: z.object({ exitCode: z.number() }),
  },
];

export const rmmCatalog = ({ isCareless }: Carelessness): CapabilityCatalog => ({
  get: (name) => {
    const info = infos.find((known) => known.name === name);
    return isCareless && info?.idempotency === 'once' ? { ...info, idempotency: 'idempotent' } : info;
  },
  names: () => infos.map((info) => info.name),
});

const jobSchema = z.object({ job: z.number(), status: z.enum(['running', 'completed']) });

export class RmmCapabilities implements CapabilityPort {
  private readonly url: string;
  /** the last moment before a byte leaves; the suite kills and pauses here as well */
  private readonly beforeSend: () => Promise<void>;
  private readonly isCareless: boolean;

  constructor(url: string, options: Carelessness & { beforeSend: () => Promise<void> }) {
    this.url = url;
    this.beforeSend = options.beforeSend;
    this.isCareless = options.isCareless;
  }

  async call(call: CapabilityCall): Promise<CallOutcome> {
    const deviceId = device.parse(call.arguments).device;
    if (call.capability === 'device.status') {
      const output = (await this.ask(`/devices/${deviceId}`)) as Json;
      return { kind: 'done', output, evidence: [], summary: 'Read the state' };
    }
    await this.beforeSend();
    try {
      const body = JSON.stringify({ device: deviceId, tag: call.tag });
      const answer = z.object({ job: z.number() }).parse(await this.ask('/jobs', { method: 'POST', body }));
      return { kind: 'started', job: answer.job, pollAfterMs, summary: 'Started the clean-up' };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { kind: 'error', maybeApplied: true, retryable: true, retryAfterMs: null, message };
    }
  }

  async poll(_call: CapabilityCall, job: Json): Promise<PollOutcome> {
    const found = jobSchema.parse(await this.ask(`/jobs/${Number(job)}`));
    if (found.status === 'running') return { kind: 'pending', pollAfterMs };
    return { kind: 'done', output: { exitCode: 0 }, evidence: [], summary: 'Cleaned' };
  }

  async reconcile(call: CapabilityCall): Promise<ReconcileOutcome> {
    const answer = await this.ask(`/jobs?tag=${encodeURIComponent(call.tag)}`);
    const [found] = z.object({ jobs: z.array(jobSchema) }).parse(answer).jobs;
    if (found === undefined) return { kind: 'not-found' };
    return { kind: 'started', job: found.job, pollAfterMs, summary: 'Found the clean-up' };
  }

  async sendTimeoutMs(): Promise<number> {
    return sendTimeoutMs;
  }

  async settleMs(): Promise<number> {
    return this.isCareless ? 0 : maxLagMs + 100;
  }

  private async ask(path: string, init?: RequestInit): Promise<unknown> {
    const response = await fetch(new URL(path, this.url), { ...init, signal: AbortSignal.timeout(sendTimeoutMs) });
    if (!response.ok) throw new Error(`the RMM says ${response.status}`);
    return response.json();
  }
}
