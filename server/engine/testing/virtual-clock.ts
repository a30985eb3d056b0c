// Time for tests: stands still until somebody moves it.
import type { Clock } from '../ports/clock.ts';

export class VirtualClock implements Clock {
  private ms: number;

  constructor(start = '2026-11-20T08:00:00.000Z') {
    this.ms = Date.parse(start);
  }

  now(): Date {
    return new Date(this.ms);
  }

  async sleep(ms: number): Promise<void> {
    this.advance(ms);
  }

  advance(ms: number): void {
    this.ms += Math.max(0, ms);
  }

  /** never backwards */
  moveTo(at: Date): void {
    this.ms = Math.max(this.ms, at.getTime());
  }
}
