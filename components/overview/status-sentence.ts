// The first thing a person reads: what came in, what was done, what is left for them. Pure.
import { plural } from '#components/lib/format.ts';
import type { OverviewView } from '#server/features/overview/read-overview.schema.ts';

export function statusSentence(overview: OverviewView): string {
  const { alerts, incidentsOpened, merged, ticketsClosed, runsSucceeded, needs, connections } = overview;
  if (connections.total === 0)
    return 'Nothing is connected yet. Connect your PSA or RMM and alerts start to arrive here.';
  const came =
    alerts.now === 0
      ? 'Since yesterday no alert came in.'
      : `Since yesterday ${plural(alerts.now, 'alert')} came in: ${plural(incidentsOpened.now, 'new incident')}, ${merged.now} merged into open ones.`;
  const did =
    runsSucceeded.now + ticketsClosed.now > 0
      ? ` ${plural(runsSucceeded.now, 'run')} succeeded and ${plural(ticketsClosed.now, 'ticket')} closed.`
      : '';
  const open = needs.approvals + needs.unknownSteps + needs.escalated;
  const left = open === 0 ? ' Nothing needs you.' : ` ${plural(open, 'thing needs', 'things need')} you.`;
  const broken =
    connections.unhealthy > 0
      ? ` ${plural(connections.unhealthy, 'connection does', 'connections do')} not answer well.`
      : '';
  return came + did + left + broken;
}
