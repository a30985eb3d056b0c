// document.search: documents by title; configurations and flexible assets also by what stands in them.

import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import type { ItGlueContext } from '../auth.ts';
import { openScope, parsePlace, placeText, takeStep } from '../search-walk.ts';

type Search = DirectCapability<CapabilityInput<'document.search'>, CapabilityOutput<'document.search'>, ItGlueContext>;

/** a call ends after this many lists even when nothing was found yet; the cursor goes on */
const maxSteps = 20;

export const searchDocument: Search = {
  run: async (context, input) => {
    const words = (input.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const since = input.updatedSince ? Date.parse(input.updatedSince) : null;
    const scope = openScope(context, {
      organization: input.client ?? null,
      limit: input.limit,
      needsText: words.length > 0,
      matches: (summary, text) => {
        const whole = `${summary.title}\n${text}`.toLowerCase();
        // without a time nobody knows: it is given rather than missed
        const isNew = since === null || summary.updatedAt === null || dayEnd(summary.updatedAt) >= since;
        return isNew && words.every((word) => whole.includes(word));
      },
    });
    const items: CapabilityOutput<'document.search'>['items'] = [];
    let place: ReturnType<typeof parsePlace> | null = parsePlace(input.cursor);
    for (let step = 0; step < maxSteps && place !== null; step++) {
      const room = input.limit - items.length;
      // a list in pages of `limit` may fill the whole page
      if (room === 0 || (items.length > 0 && place.stage !== 'documents')) break;
      const taken = await takeStep(context, scope, place, room);
      items.push(...taken.items);
      place = taken.next;
    }
    return { items, next: place === null ? null : placeText(place) };
  },
};

/** a time that is only a day may be any moment of it */
const dayEnd = (instant: string): number => Date.parse(instant) + (instant.endsWith('T00:00:00.000Z') ? 86_399_999 : 0);
