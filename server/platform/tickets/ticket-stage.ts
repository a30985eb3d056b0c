// Where a ticket stands, in our words, told from what the vendor calls it. Pure.
export const ticketStages = ['new', 'in-progress', 'waiting-customer', 'waiting-vendor', 'resolved', 'closed'] as const;
export type TicketStage = (typeof ticketStages)[number];

/** Of one connection: this stage is that status; `boardId: ''` = on every board. */
export interface StatusMappingRow {
  stage: TicketStage;
  boardId: string;
  statusId: string;
  /** by a person */
  isChosen: boolean;
}

export interface VendorStanding {
  statusId: string | null;
  statusName: string;
  boardId: string | null;
  isClosed: boolean;
}

interface StageWords {
  /** the name is nothing but this */
  whole: RegExp;
  /** the name holds this */
  part: RegExp;
  /** may a status of this stage close a ticket? */
  closes: boolean;
}

const waits = String.raw`(?=.*\b(wait|waiting|await|awaiting|pending|hold|with)\b)`;
const waitsFor = (whom: string): StageWords => ({
  whole: new RegExp(
    `^(wait|waiting|await|awaiting|pending|hold|on hold|with)( on| for)?( the| a)? (${whom})( response| reply| feedback| action| approval)?$`,
  ),
  part: new RegExp(`${waits}(?=.*\\b(${whom})\\b)`),
  closes: false,
});

/** The words service desks use, as `plainWords` writes them. */
export const stageWords: Record<TicketStage, StageWords> = {
  new: {
    whole: /^(new|open|opened|to do|todo|unassigned|logged|received|submitted|not started)( ticket| request)?$/,
    part: /\bnew\b|\bnot (yet )?responded\b|\bunassigned\b/,
    closes: false,
  },
  'in-progress': {
    whole: /^(in progress|in process|work in progress|wip|working|working on it|active|assigned|started|responded)$/,
    part: /\bin progress\b|\bin process\b|\bworking\b|\bassigned\b|\bscheduled\b|\bre ?open(ed)?\b|\bunder investigation\b/,
    closes: false,
  },
  'waiting-customer': waitsFor(
    'customer|customers|client|clients|user|end user|requester|requestor|contact|caller|customer updated|customer note',
  ),
  'waiting-vendor': waitsFor(
    'vendor|vendors|supplier|third party|3rd party|manufacturer|parts|part|materials|delivery',
  ),
  resolved: {
    whole: /^(resolved|completed|complete|solved|done|fixed|finished)$/,
    part: /\b(resolved|completed?|solved|fixed)\b/,
    closes: true,
  },
  closed: { whole: /^(closed|close)$/, part: /\bclosed?\b/, closes: true },
};

/** ">Waiting Client Response*" -> "waiting client response" */
export const plainWords = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** null = its name tells nothing, and it is not closed either */
export function stageByName(name: string, isClosed: boolean): TicketStage | null {
  const words = plainWords(name);
  const says = (stage: TicketStage) => stageWords[stage].whole.test(words) || stageWords[stage].part.test(words);
  if (isClosed) return says('resolved') && !says('closed') ? 'resolved' : 'closed';
  const order = ['waiting-vendor', 'waiting-customer', 'new', 'in-progress', 'resolved'] as const;
  return order.find(says) ?? null;
}

/** What the connection's mapping says, else what the name says; null = not known. */
export function stageOf(ticket: VendorStanding, rows: readonly StatusMappingRow[]): TicketStage | null {
  const fitting = rows.filter(
    (row) => row.statusId === ticket.statusId && (row.boardId === '' || row.boardId === ticket.boardId),
  );
  // one status may stand for two of our words: its board's rows first, a person's before a suggestion, then its own name
  const nearest = orAll(fitting, ({ boardId }) => boardId !== '');
  const meant = new Set(orAll(nearest, ({ isChosen }) => isChosen).map((row) => row.stage));
  const byName = stageByName(ticket.statusName, ticket.isClosed);
  if (byName !== null && meant.has(byName)) return byName;
  return ticketStages.find((stage) => meant.has(stage)) ?? byName;
}

/** Those that are preferred, if there are any. */
function orAll<Row>(rows: Row[], isPreferred: (row: Row) => boolean): Row[] {
  const preferred = rows.filter(isPreferred);
  return preferred.length > 0 ? preferred : rows;
}
