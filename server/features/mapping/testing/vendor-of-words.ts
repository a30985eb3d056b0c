// A vendor whose words a test changes: statuses per board, priorities and categories for all.
import type { TicketWords, TicketWordsSource } from '../vendor-words.ts';

export interface VendorOfWords extends TicketWordsSource {
  words: TicketWords;
  asked: number;
}

const board = { id: 'b1', name: 'Service Desk' };
const projects = { id: 'b2', name: 'Projects' };
const status = (id: string, name: string, of: typeof board, isClosed = false, isDefault = false) => ({
  id,
  name,
  board: of,
  isClosed,
  isDefault,
});

export function vendorOfWords(): VendorOfWords {
  const vendor: VendorOfWords = {
    asked: 0,
    words: {
      boards: { isReadable: true, items: [board, projects].map((one) => ({ ...one, isActive: true })) },
      statuses: {
        isReadable: true,
        items: [
          status('11', 'New', board, false, true),
          status('12', 'In Progress', board),
          status('13', 'Waiting Client', board),
          status('14', 'Closed', board, true),
          status('21', 'Open', projects, false, true),
          status('22', 'Phase 1', projects),
          status('23', 'Done', projects, true),
        ],
      },
      priorities: {
        isReadable: true,
        items: ['Urgent', 'High', 'Normal', 'Low'].map((name, rank) => ({
          id: `p${rank}`,
          name,
          rank,
          isDefault: rank === 2,
        })),
      },
      categories: {
        isReadable: true,
        items: ['Printer', 'Email', 'Old things'].map((name, at) => ({
          id: `c${at}`,
          name,
          board: null,
          isActive: name !== 'Old things',
        })),
      },
    },
    ticketWords: async () => {
      vendor.asked++;
      return vendor.words;
    },
  };
  return vendor;
}

/** The status of that id, changed; null takes it away. */
export function changeStatus(vendor: VendorOfWords, id: string, name: string | null): void {
  const { statuses } = vendor.words;
  if (!statuses.isReadable) return;
  const items = statuses.items.flatMap((one) => (one.id !== id ? [one] : name === null ? [] : [{ ...one, name }]));
  vendor.words = { ...vendor.words, statuses: { isReadable: true, items } };
}
