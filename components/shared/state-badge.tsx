// Every state of the product as icon + word + colour. Nowhere else is a colour given to a state.
import {
  AlarmClock,
  Ban,
  Circle,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleHelp,
  CirclePause,
  CircleSlash,
  CircleX,
  Clock,
  ClockAlert,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  OctagonAlert,
  Timer,
  TriangleAlert,
  Undo2,
  UserRound,
} from 'lucide-react';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { cn } from '#components/ui/cn.ts';

interface State {
  word: string;
  tone: Tone;
  icon: LucideIcon;
  isMoving?: boolean;
}

const states = {
  run: {
    queued: { word: 'Queued', tone: 'neutral', icon: CircleDashed },
    running: { word: 'Running', tone: 'live', icon: LoaderCircle, isMoving: true },
    waiting: { word: 'Waiting', tone: 'wait', icon: Clock },
    unknown: { word: 'Unknown', tone: 'unsure', icon: CircleHelp },
    succeeded: { word: 'Succeeded', tone: 'ok', icon: CircleCheck },
    escalated: { word: 'Escalated', tone: 'wait', icon: UserRound },
    stopped: { word: 'Stopped', tone: 'neutral', icon: CircleSlash },
    failed: { word: 'Failed', tone: 'bad', icon: CircleX },
    cancelled: { word: 'Cancelled', tone: 'neutral', icon: Ban },
  },
  step: {
    started: { word: 'Running', tone: 'live', icon: LoaderCircle, isMoving: true },
    waiting: { word: 'Waiting', tone: 'wait', icon: Clock },
    ok: { word: 'Done', tone: 'ok', icon: CircleCheck },
    failed: { word: 'Failed', tone: 'bad', icon: CircleX },
    skipped: { word: 'Skipped', tone: 'neutral', icon: CircleSlash },
    unknown: { word: 'Unknown', tone: 'unsure', icon: CircleHelp },
  },
  incident: {
    open: { word: 'Open', tone: 'accent', icon: CircleDot },
    working: { word: 'Working', tone: 'live', icon: LoaderCircle },
    waiting: { word: 'Waiting', tone: 'wait', icon: Clock },
    escalated: { word: 'Escalated', tone: 'wait', icon: UserRound },
    resolved: { word: 'Resolved', tone: 'ok', icon: CircleCheck },
    closed: { word: 'Closed', tone: 'neutral', icon: CircleSlash },
  },
  approval: {
    pending: { word: 'Pending', tone: 'wait', icon: Clock },
    approved: { word: 'Approved', tone: 'ok', icon: CircleCheck },
    denied: { word: 'Denied', tone: 'bad', icon: CircleX },
    expired: { word: 'Expired', tone: 'neutral', icon: CirclePause },
    withdrawn: { word: 'Withdrawn', tone: 'neutral', icon: Undo2 },
  },
  connection: {
    untested: { word: 'Untested', tone: 'neutral', icon: CircleDashed },
    healthy: { word: 'Healthy', tone: 'ok', icon: CircleCheck },
    degraded: { word: 'Degraded', tone: 'wait', icon: TriangleAlert },
    failing: { word: 'Failing', tone: 'bad', icon: CircleX },
    disabled: { word: 'Disabled', tone: 'neutral', icon: Ban },
  },
  delivery: {
    pending: { word: 'Waiting', tone: 'wait', icon: Clock },
    done: { word: 'Taken in', tone: 'ok', icon: CircleCheck },
    ignored: { word: 'Nothing to do', tone: 'neutral', icon: CircleSlash },
    dead: { word: 'Given up', tone: 'bad', icon: CircleX },
  },
  severity: {
    critical: { word: 'Critical', tone: 'bad', icon: OctagonAlert },
    major: { word: 'Major', tone: 'wait', icon: TriangleAlert },
    moderate: { word: 'Moderate', tone: 'live', icon: CircleAlert },
    minor: { word: 'Minor', tone: 'neutral', icon: CircleAlert },
    info: { word: 'Info', tone: 'neutral', icon: Circle },
  },
  device: {
    online: { word: 'Online', tone: 'ok', icon: CircleCheck },
    offline: { word: 'Offline', tone: 'bad', icon: CircleX },
    unknown: { word: 'Not known', tone: 'neutral', icon: CircleHelp },
    gone: { word: 'Gone', tone: 'wait', icon: CircleSlash },
  },
  script: {
    found: { word: 'Found', tone: 'ok', icon: CircleCheck },
    missing: { word: 'Missing', tone: 'bad', icon: CircleX },
    ambiguous: { word: 'Several of that name', tone: 'wait', icon: TriangleAlert },
    unknown: { word: 'Not known', tone: 'neutral', icon: CircleHelp },
  },
  clock: {
    none: { word: 'Not promised', tone: 'neutral', icon: CircleSlash },
    running: { word: 'Running', tone: 'live', icon: Timer },
    soon: { word: 'Runs out soon', tone: 'wait', icon: AlarmClock },
    paused: { word: 'Paused', tone: 'neutral', icon: CirclePause },
    met: { word: 'Met', tone: 'ok', icon: CircleCheck },
    late: { word: 'Late', tone: 'bad', icon: ClockAlert },
    unknown: { word: 'Not known', tone: 'neutral', icon: CircleHelp },
    stale: { word: 'Stale', tone: 'wait', icon: Hourglass },
  },
  effect: {
    read: { word: 'Read', tone: 'neutral', icon: Circle },
    write: { word: 'Write', tone: 'wait', icon: CircleDot },
    destructive: { word: 'Destructive', tone: 'bad', icon: OctagonAlert },
    unknown: { word: 'Effect not known', tone: 'unsure', icon: CircleHelp },
  },
} as const satisfies Record<string, Record<string, State>>;

export type StateKind = keyof typeof states;

/** A value we have no word for is shown as it came, in neutral: never as something it may not be. */
export const stateOf = (kind: StateKind, value: string): State =>
  (states[kind] as Record<string, State>)[value] ?? { word: value, tone: 'neutral', icon: CircleHelp };

export function StateBadge({ kind, value, className }: { kind: StateKind; value: string; className?: string }) {
  const state = stateOf(kind, value);
  const Icon = state.icon;
  return (
    <Badge tone={state.tone} className={className} data-state={value}>
      <Icon aria-hidden className={cn(state.isMoving && 'animate-spin')} />
      {state.word}
    </Badge>
  );
}

export const edgeColour: Record<string, string> = {
  critical: 'bg-bad',
  major: 'bg-wait',
  moderate: 'bg-live',
  minor: 'bg-control',
  info: 'bg-border',
};
