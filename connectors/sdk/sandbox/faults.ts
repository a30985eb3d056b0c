// Trouble on demand: what a vendor sandbox does wrong, for how many requests or how long. `when: 'after'` lets the
// handler act first, so the vendor has done it and still says no (or nothing): the case that makes scripts run twice.
import { z } from 'zod';
import type { SandboxAnswer, SandboxRequest } from './sandbox-dialect.ts';

export const faultSchema = z.strictObject({
  /**
   * status: answer like the vendor; html: a throttle page with this status; drop: cut the socket; slow: answer late;
   * half: the real answer, cut off in the middle, then the end of the line; page: 200 with a page of HTML
   */
  kind: z.enum(['status', 'html', 'drop', 'slow', 'half', 'page']),
  status: z.number().int().min(200).max(599).default(503),
  when: z.enum(['before', 'after']).default('before'),
  method: z.string().optional(),
  /** a part of the path */
  path: z.string().optional(),
  /** only requests that change something, as the dialect tells them apart; the method cannot when reads are posted too */
  isChange: z.literal(true).optional(),
  /** end after this many hits */
  requests: z.number().int().positive().optional(),
  /** end after this long */
  forMs: z.number().int().positive().optional(),
  delayMs: z.number().int().nonnegative().default(0),
  retryAfterSeconds: z.number().nonnegative().nullable().default(null),
});
export type Fault = z.output<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;

interface ActiveFault extends Fault {
  left: number;
  untilMs: number;
}

export class Faults {
  private active: ActiveFault[] = [];

  add(input: FaultInput, nowMs: number): void {
    const fault = faultSchema.parse(input);
    this.active.push({
      ...fault,
      left: fault.requests ?? Number.POSITIVE_INFINITY,
      untilMs: fault.forMs === undefined ? Number.POSITIVE_INFINITY : nowMs + fault.forMs,
    });
  }

  clear(): void {
    this.active = [];
  }

  /** the first fault that hits this request, counted */
  take(request: Pick<SandboxRequest, 'method' | 'path'>, isChange: boolean, nowMs: number): Fault | undefined {
    this.active = this.active.filter((fault) => fault.left > 0 && fault.untilMs > nowMs);
    const hit = this.active.find(
      (fault) =>
        (fault.method === undefined || fault.method === request.method) &&
        (fault.path === undefined || request.path.includes(fault.path)) &&
        (fault.isChange === undefined || isChange),
    );
    if (hit) hit.left--;
    return hit;
  }
}

export const throttlePage = (status: number): SandboxAnswer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  text: '<!DOCTYPE html><html><head><title>Too many requests</title></head><body><h1>Too many requests</h1></body></html>',
});

/** what a proxy or a sign-in page puts where data was asked for */
export const strangePage: SandboxAnswer = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  text: '<!DOCTYPE html><html><head><title>Welcome</title></head><body><p>Please sign in.</p></body></html>',
};
