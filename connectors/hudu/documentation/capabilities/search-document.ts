// document.search: articles, then assets, then networks. Hudu searches the first two itself; it has no search of networks.
import type { CapabilityInput, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';
import type { DirectCapability } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { pageOfWhole } from '#connectors/sdk/http/paging.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { HuduContext } from '../auth.ts';
import { maxPageSize, readPage, readWhole } from '../client.ts';
import { articleSummary, assetSummary, networkSummary } from '../transform.ts';
import { articleShape, assetShape, networkShape } from '../vendor-shapes.ts';

type Input = CapabilityInput<'document.search'>;
type Output = CapabilityOutput<'document.search'>;
type Stage = 'articles' | 'assets' | 'networks';

/** pages in which nothing is left after drafts and archived ones are taken out; the cursor goes on after that */
const maxEmptyPages = 20;

export const searchDocument: DirectCapability<Input, Output, HuduContext> = {
  run: async (context, input) => {
    let place: Place | null = parsePlace(input.cursor);
    let items: Output['items'] = [];
    for (let page = 0; page < maxEmptyPages && place !== null && items.length === 0; page++) {
      const taken: { items: Output['items']; next: Place | null } = await takePage(context, input, place);
      items = taken.items;
      place = taken.next;
    }
    return { items, next: place === null ? null : `${place.stage}/${place.from}` };
  },
};

interface Place {
  stage: Stage;
  /** page of a list; of networks, how many were given */
  from: number;
}

/** @throws ConnectorError `invalid-input` */
function parsePlace(cursor: string | null | undefined): Place {
  if (!cursor) return { stage: 'articles', from: 1 };
  const [, stage, from] = /^(articles|assets|networks)\/(\d{1,9})$/.exec(cursor) ?? [];
  if (stage === 'articles' || stage === 'assets' || stage === 'networks') return { stage, from: Number(from) };
  throw new ConnectorError('invalid-input', 'The cursor of this list is not one that was given out.');
}

async function takePage(context: HuduContext, input: Input, place: Place) {
  const { host } = context.settings;
  const scope = {
    company_id: input.client && numberPart(input.client, 'client'),
    // a range; its end stays open
    updated_at: input.updatedSince && `${input.updatedSince},`,
  };
  const query = { ...scope, search: input.text || null };
  const size = Math.min(input.limit, maxPageSize);
  const paged = { page: place.from, size };
  const go = (hasMore: boolean, then: Place): Place => (hasMore ? { ...place, from: place.from + 1 } : then);
  if (place.stage === 'articles') {
    const call = { action: 'list the articles', path: '/articles', query, ...paged };
    const { items, hasMore } = await readPage(context, 'articles', articleShape, call);
    const shown = items.filter((article) => article.draft !== true && article.archived !== true);
    return {
      items: shown.map((article) => articleSummary(host, article)),
      next: go(hasMore, { stage: 'assets', from: 1 }),
    };
  }
  if (place.stage === 'assets') {
    const call = { action: 'list the assets', path: '/assets', query, ...paged };
    const { items, hasMore } = await readPage(context, 'assets', assetShape, call);
    const shown = items.filter((asset) => asset.archived !== true && asset.company_id);
    return {
      items: shown.map((asset) => assetSummary(host, asset)),
      next: go(hasMore, { stage: 'networks', from: 0 }),
    };
  }
  const call = { action: 'list the networks', path: '/networks', query: scope };
  const words = (input.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const found = (await readWhole(context, 'networks', networkShape, call)).filter((network) => {
    const text = [network.name, network.address, network.description, network.notes].join('\n').toLowerCase();
    return !network.archived_at && words.every((word) => text.includes(word));
  });
  const { items, next } = pageOfWhole(found, { cursor: String(place.from), limit: input.limit });
  return {
    items: items.map((network) => networkSummary(host, network)),
    next: next === null ? null : ({ stage: 'networks', from: Number(next) } satisfies Place),
  };
}
