// The words that playbooks and triage use, and how a person reads them.
import { triageCategories } from '../triage/public.ts';
import { type MappingKind, priorityWords, ticketStages } from './mapping.schema.ts';

export interface OurWord {
  word: string;
  title: string;
}

const stageTitles: Record<(typeof ticketStages)[number], string> = {
  new: 'New',
  'in-progress': 'In progress',
  'waiting-customer': 'Waiting for the customer',
  'waiting-vendor': 'Waiting for a vendor',
  resolved: 'Resolved',
  closed: 'Closed',
};

export const ourWords: Record<MappingKind, readonly OurWord[]> = {
  status: ticketStages.map((word) => ({ word, title: stageTitles[word] })),
  priority: priorityWords.map((word) => ({ word, title: word.charAt(0).toUpperCase() + word.slice(1) })),
  category: triageCategories.map((word) => ({ word, title: word })),
};

export const isOurWord = (kind: MappingKind, word: string): boolean => ourWords[kind].some((one) => one.word === word);
