// Which status of the vendor is meant: by its id, by its name, or by our stage as this connection maps it. The same for
// every PSA, over our own nouns.
import type { ConnectionMapping } from '../connector.ts';
import { ConnectorError } from '../errors.ts';
import { type Priority, type Status, type TicketStage, ticketStages, type VendorPriority } from '../nouns.ts';

const isStage = (text: string): text is TicketStage => ticketStages.some((stage) => stage === text);
const plain = (text: string) => text.trim().toLowerCase();

/** @param statuses of the ticket's own board. @throws ConnectorError `invalid-input` that lists what there is */
export function pickStatus(
  statuses: readonly Status[],
  wanted: string,
  of: { mapping: ConnectionMapping; board: string | null },
): Status {
  const mapped = isStage(wanted) ? mappedStatus(statuses, wanted, of) : undefined;
  const found =
    mapped ??
    statuses.find((status) => status.id === wanted) ??
    statuses.find((status) => plain(status.name) === plain(wanted));
  if (found) return found;
  const known = statuses.map((status) => `"${status.name}"`).join(', ');
  throw new ConnectorError(
    'invalid-input',
    isStage(wanted)
      ? `No status of this connection stands for "${wanted}" yet. Map it under Connections; there are ${known || 'none'}.`
      : `There is no status "${wanted.slice(0, 60)}" here; there are ${known || 'none'}.`,
  );
}

/** The status a ticket gets when it is solved: the mapped one, else one that closes. @throws ConnectorError `invalid-input` */
export function pickClosingStatus(
  statuses: readonly Status[],
  of: { mapping: ConnectionMapping; board: string | null },
): Status {
  const mapped = mappedStatus(statuses, 'resolved', of) ?? mappedStatus(statuses, 'closed', of);
  const closing = statuses.filter((status) => status.isClosed);
  const byName = ['resolved', 'completed', 'complete', 'closed'].flatMap((name) =>
    closing.filter((status) => plain(status.name).includes(name)),
  );
  const found = mapped ?? byName[0] ?? closing[0];
  if (found) return found;
  throw new ConnectorError('invalid-input', 'No status here closes a ticket. Map "resolved" under Connections.');
}

function mappedStatus(
  statuses: readonly Status[],
  stage: TicketStage,
  of: { mapping: ConnectionMapping; board: string | null },
): Status | undefined {
  const id = mappedStatusId(stage, of);
  return statuses.find((status) => status.id === id);
}

/** The vendor's id that this connection maps a stage to: of this board, else of every board. */
export function mappedStatusId(
  stage: string,
  of: { mapping: ConnectionMapping; board: string | null },
): string | undefined {
  const rows = of.mapping.statuses.filter((row) => row.stage === stage);
  const ofBoard = rows.find((row) => row.board !== null && row.board === of.board);
  return (ofBoard ?? rows.find((row) => row.board === null))?.status;
}

const priorityWords: Record<Priority, readonly string[]> = {
  critical: ['critical', 'emergency', 'urgent', 'highest'],
  high: ['high', 'elevated'],
  medium: ['medium', 'normal', 'moderate', 'standard'],
  low: ['low', 'lowest', 'minor', 'planned'],
};

/** Ours -> the vendor's: mapped, else by name, else by rank; null = nothing fits, and the vendor's default stands. */
export function pickPriority(
  priorities: readonly VendorPriority[],
  wanted: Priority,
  mapping: ConnectionMapping,
): VendorPriority | null {
  const mapped = mapping.priorities.find((row) => row.priority === wanted);
  const byId = mapped && priorities.find((priority) => priority.id === mapped.id);
  if (byId) return byId;
  const words = priorityWords[wanted];
  const byName = words.flatMap((word) => priorities.filter((priority) => plain(priority.name).includes(word)));
  return byName[0] ?? null;
}

/** The vendor's -> ours: mapped, else by name; null = not known. */
export function priorityOf(priority: { id: string; name: string | null }, mapping: ConnectionMapping): Priority | null {
  const mapped = mapping.priorities.find((row) => row.id === priority.id);
  if (mapped) return mapped.priority;
  const name = plain(priority.name ?? '');
  const fits = Object.entries(priorityWords).find(([, words]) => words.some((word) => name.includes(word)));
  return (fits?.[0] as Priority | undefined) ?? null;
}
