// How a connection is doing, as sentences. Pure; the present moment is an argument.
import { duration, plural } from '#components/lib/format.ts';
import type { ConnectionHealthView } from '#server/features/connections/connection-health.schema.ts';

export interface HealthSentence {
  tone: 'ok' | 'wait' | 'bad' | 'neutral';
  text: string;
}

const untilText = (until: Date, now: Date): string => duration(Math.max(1_000, until.getTime() - now.getTime()));
const isAhead = (at: Date | null, now: Date): at is Date => at !== null && at > now;

/** The most serious first. */
export function describeHealth(health: ConnectionHealthView, vendor: string, now: Date): HealthSentence[] {
  const { pace, backlog, webhook } = health;
  const said: HealthSentence[] = [];
  if (health.status === 'disabled')
    return [{ tone: 'neutral', text: 'Switched off: nothing is asked, and what it sends is not taken in.' }];
  if (isAhead(pace.openUntil, now)) {
    said.push({
      tone: 'bad',
      text: `${vendor} failed ${plural(pace.failuresInARow, 'time')} in a row. It is left alone for ${untilText(pace.openUntil, now)} and then tried again by itself.`,
    });
  }
  if (isAhead(pace.blockedUntil, now)) {
    said.push({
      tone: 'wait',
      text: `${vendor} asked to be left alone for ${untilText(pace.blockedUntil, now)}. What is due then waits; nothing is lost.`,
    });
  }
  if (pace.allowedPerMinute < pace.limitPerMinute * 0.95) {
    said.push({
      tone: 'wait',
      text: `Slowed down to ${Math.round(pace.allowedPerMinute)} requests a minute since ${vendor} throttled us; it speeds up again by itself.`,
    });
  }
  if (backlog.recoveringWith !== null) {
    said.push({
      tone: 'wait',
      text: `Back after an outage: what waited is worked off, ${plural(backlog.recoveringWith, 'event')} at once.`,
    });
  }
  if (webhook?.problem) said.push({ tone: 'bad', text: webhook.problem });
  else if (webhook?.isActive === false)
    said.push({ tone: 'bad', text: `${vendor} says that our webhook is not active. Register it again.` });
  if (said.length === 0) {
    said.push(
      health.status === 'healthy'
        ? { tone: 'ok', text: `${vendor} answers, and nothing waits.` }
        : { tone: 'neutral', text: health.statusDetail ?? 'It was not asked yet. Test it to know.' },
    );
  }
  return said;
}

/** What waits because of this vendor; null when nothing does. */
export function describeBacklog(backlog: ConnectionHealthView['backlog']): string | null {
  const parts = [
    backlog.events.waiting > 0 ? plural(backlog.events.waiting, 'event') : null,
    backlog.runs.waiting > 0 ? plural(backlog.runs.waiting, 'run') : null,
  ].filter((part) => part !== null);
  return parts.length > 0
    ? `${parts.join(' and ')} ${parts.length === 1 && /^1 /.test(parts[0] ?? '') ? 'waits' : 'wait'}`
    : null;
}
