// The stages of a ticket as people read them, alone and in a sentence ("the ticket is ...").
import type { Stage } from '#server/features/service-levels/service-level.schema.ts';

export const stageWords: Record<Stage, string> = {
  new: 'New',
  'in-progress': 'In progress',
  'waiting-customer': 'Waiting for the customer',
  'waiting-vendor': 'Waiting for a vendor',
  resolved: 'Resolved',
  closed: 'Closed',
};

export const inSentence = (stage: Stage): string =>
  stageWords[stage].charAt(0).toLowerCase() + stageWords[stage].slice(1);
