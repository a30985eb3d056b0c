// How long a run of this playbook may take; whoever starts a run sets its deadline by it.
import type { Playbook } from '../plan/compiled-step.ts';
import { parseDurationMs } from '../spec/duration.ts';

const defaultWallTimeMs = 2 * 86_400_000;

export const runDeadlineMs = (playbook: Playbook): number =>
  playbook.head.limits?.wallTime === undefined ? defaultWallTimeMs : parseDurationMs(playbook.head.limits.wallTime);
