// A search goes through configurations, then flexible assets type by type, then documents organization by organization,
// because IT Glue has no list of everything and no search. The cursor says where it stands.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { numberPart } from '#connectors/sdk/http/vendor-road.ts';
import type { DocumentSummary } from '#connectors/sdk/nouns.ts';
import type { ItGlueContext } from './auth.ts';
import { maxPageSize, readPage } from './client.ts';
import { assetText, configurationText } from './document-text.ts';
import { allAssetTypes, allDocuments, allOrganizations, assetFields, byNumber } from './lists.ts';
import { toSummary } from './transform.ts';
import { assetShape, configurationShape } from './vendor-shapes.ts';

export interface SearchScope {
  /** null = all organizations */
  organization: string | null;
  limit: number;
  matches(summary: DocumentSummary, text: string): boolean;
  /** the words of records are wanted too, which costs their fields */
  needsText: boolean;
  /** ids, read once a search */
  assetTypes(): Promise<string[]>;
  organizations(): Promise<string[]>;
}

/** @param wanted what the caller asked for */
export function openScope(
  context: ItGlueContext,
  wanted: Omit<SearchScope, 'assetTypes' | 'organizations'>,
): SearchScope {
  let types: Promise<string[]> | undefined;
  let organizations: Promise<string[]> | undefined;
  const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id);
  return {
    ...wanted,
    assetTypes: () => {
      types ??= allAssetTypes(context).then(idsOf);
      return types;
    },
    organizations: () => {
      organizations ??= wanted.organization
        ? Promise.resolve([wanted.organization])
        : allOrganizations(context).then(idsOf);
      return organizations;
    },
  };
}

export interface Place {
  stage: 'configurations' | 'assets' | 'documents';
  /** flexible asset type or organization; empty for the first one */
  of: string;
  /** page of a list, or documents already given */
  from: number;
}

interface Step {
  items: DocumentSummary[];
  next: Place | null;
}

export const placeText = (place: Place): string => `${place.stage}/${place.of}/${place.from}`;

/** @throws ConnectorError `invalid-input` */
export function parsePlace(cursor: string | null | undefined): Place {
  if (!cursor) return { stage: 'configurations', of: '', from: 1 };
  const [, stage, of = '', from] = /^(configurations|assets|documents)\/(\d{0,19})\/(\d{1,6})$/.exec(cursor) ?? [];
  if (stage === 'configurations' || stage === 'assets' || stage === 'documents')
    return { stage, of, from: Number(from) };
  throw new ConnectorError('invalid-input', 'The cursor of this list is not one that was given out.');
}

/** @param room how many more items the caller's page takes */
export function takeStep(context: ItGlueContext, scope: SearchScope, place: Place, room: number): Promise<Step> {
  if (place.stage === 'configurations') return configurations(context, scope, place);
  if (place.stage === 'assets') return assets(context, scope, place);
  return documents(context, scope, place, room);
}

async function configurations(context: ItGlueContext, scope: SearchScope, place: Place): Promise<Step> {
  const { items, hasMore } = await readPage(context, configurationShape, {
    action: 'list the configurations',
    path: '/configurations',
    query: { 'filter[organization_id]': scope.organization && numberPart(scope.organization, 'client') },
    page: place.from,
    size: Math.min(scope.limit, maxPageSize),
  });
  const found = items
    .filter(({ attributes }) => attributes.archived !== true)
    .map((row) => ({ summary: toSummary('configurations', row), text: configurationText(row.attributes).text }))
    .filter(({ summary, text }) => scope.matches(summary, text))
    .map(({ summary }) => summary);
  return {
    items: found,
    next: hasMore ? { ...place, from: place.from + 1 } : { stage: 'assets', of: '', from: 1 },
  };
}

async function assets(context: ItGlueContext, scope: SearchScope, place: Place): Promise<Step> {
  const type = place.from > 1 ? place.of : firstAfter(await scope.assetTypes(), place.of);
  if (type === null) return { items: [], next: { stage: 'documents', of: '', from: 0 } };
  const fields = scope.needsText ? await assetFields(context, type) : [];
  const { items, hasMore } = await readPage(context, assetShape, {
    action: 'list the flexible assets',
    path: '/flexible_assets',
    query: {
      'filter[flexible-asset-type-id]': type,
      'filter[organization-id]': scope.organization && numberPart(scope.organization, 'client'),
    },
    page: place.from,
    size: Math.min(scope.limit, maxPageSize),
  });
  const found = items
    .filter(({ attributes }) => attributes.archived !== true)
    .map((row) => ({ summary: toSummary('flexible_assets', row), text: assetText(row.attributes, fields).text }))
    .filter(({ summary, text }) => scope.matches(summary, text))
    .map(({ summary }) => summary);
  return { items: found, next: { stage: 'assets', of: type, from: hasMore ? place.from + 1 : 1 } };
}

async function documents(context: ItGlueContext, scope: SearchScope, place: Place, room: number): Promise<Step> {
  const organization = place.from > 0 ? place.of : firstAfter(await scope.organizations(), place.of);
  if (organization === null) return { items: [], next: null };
  const found = (await allDocuments(context, organization))
    .filter(({ attributes }) => attributes.archived !== true)
    .map((row) => toSummary('documents', row))
    .filter((summary) => scope.matches(summary, ''));
  const end = place.from + room;
  return {
    items: found.slice(place.from, end),
    next: { stage: 'documents', of: organization, from: end < found.length ? end : 0 },
  };
}

/** lists may grow between two calls: the next one is the next greater number */
const firstAfter = (ids: readonly string[], last: string): string | null =>
  ids.filter((id) => last === '' || byNumber(id, last) > 0).toSorted(byNumber)[0] ?? null;
