// What this feature needs of vendors: the words a connection has for tickets. The bus implements it. Kept for a minute,
// so that a page that is looked at often costs the vendor nothing.
import { AppError } from '#server/platform/errors.ts';
import type { TenantContext } from '#server/platform/tenant.ts';
import type { MappingKind, VendorValue } from './mapping.schema.ts';

export type VendorList<Item> = { isReadable: true; items: Item[] } | { isReadable: false; why: string };

interface Named {
  id: string;
  name: string;
}
interface BoardRef {
  id: string;
  name: string | null;
}

export interface TicketWords {
  boards: VendorList<Named & { isActive: boolean }>;
  statuses: VendorList<Named & { board: BoardRef | null; isClosed: boolean; isDefault: boolean }>;
  priorities: VendorList<Named & { rank: number | null; isDefault: boolean }>;
  categories: VendorList<Named & { board: BoardRef | null; isActive: boolean }>;
}

export interface TicketWordsSource {
  /** @throws AppError NOT_FOUND; CONFLICT when the connection is off */
  ticketWords(tenant: TenantContext, connectionId: string): Promise<TicketWords>;
}

/** The values of one kind, in one shape. */
export interface KindWords {
  isReadable: boolean;
  why: string | null;
  boards: BoardRef[];
  values: VendorValue[];
}

export interface ReadWords {
  kinds: Record<MappingKind, KindWords>;
  readAt: Date;
}

const keepMs = 60_000;
const maxKept = 500;

export class VendorWords {
  private readonly kept = new Map<string, ReadWords>();
  private readonly source: TicketWordsSource;
  private readonly now: () => Date;

  constructor(options: { source: TicketWordsSource; now: () => Date }) {
    this.source = options.source;
    this.now = options.now;
  }

  /** At most a minute old. A connection that cannot be asked at all has nothing readable, with the reason. */
  async read(tenant: TenantContext, connectionId: string): Promise<ReadWords> {
    const kept = this.kept.get(`${tenant.orgId}/${connectionId}`);
    if (kept && this.now().getTime() - kept.readAt.getTime() < keepMs) return kept;
    try {
      return await this.readFresh(tenant, connectionId);
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'NOT_FOUND') throw error;
      const none: KindWords = { isReadable: false, why: error.message, boards: [], values: [] };
      return { kinds: { status: none, priority: none, category: none }, readAt: this.now() };
    }
  }

  async readFresh(tenant: TenantContext, connectionId: string): Promise<ReadWords> {
    const words = { kinds: byKind(await this.source.ticketWords(tenant, connectionId)), readAt: this.now() };
    this.kept.delete(`${tenant.orgId}/${connectionId}`);
    this.kept.set(`${tenant.orgId}/${connectionId}`, words);
    const oldest = this.kept.keys().next().value;
    if (this.kept.size > maxKept && oldest !== undefined) this.kept.delete(oldest);
    return words;
  }
}

export function byKind({ boards, statuses, priorities, categories }: TicketWords): ReadWords['kinds'] {
  const known = boards.isReadable ? boards.items : [];
  const closed = new Set(known.filter((board) => !board.isActive).map(({ id }) => id));
  const nameOf = new Map(known.map(({ id, name }) => [id, name]));
  const kindOf = <Item extends Named>(list: VendorList<Item>, toValue: (item: Item) => VendorValue): KindWords => {
    if (!list.isReadable) return { isReadable: false, why: list.why, boards: [], values: [] };
    const values = list.items.map(toValue).filter(({ board }) => board === null || !closed.has(board.id));
    const refs = values.flatMap(({ board }) => (board ? [board] : []));
    const found = new Map(refs.map(({ id, name }) => [id, { id, name: name ?? nameOf.get(id) ?? null }]));
    return { isReadable: true, why: null, boards: [...found.values()], values };
  };
  const none = { board: null, isClosed: null, isDefault: null, rank: null };
  return {
    status: kindOf(statuses, ({ id, name, board, isClosed, isDefault }) => ({
      ...none,
      id,
      name,
      board,
      isClosed,
      isDefault,
    })),
    priority: kindOf(priorities, ({ id, name, rank, isDefault }) => ({ ...none, id, name, rank, isDefault })),
    category: kindOf(
      categories.isReadable
        ? { ...categories, items: categories.items.filter(({ isActive }) => isActive) }
        : categories,
      ({ id, name, board }) => ({ ...none, id, name, board }),
    ),
  };
}
