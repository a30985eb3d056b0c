// SuperOps' ids have 19 digits. Those of the world are their last ones, behind a prefix for each kind.
import { type JsonScalar, jsonScalar } from '#connectors/sdk/sandbox/graphql/select-fields.ts';
import type { Json } from '#connectors/sdk/sandbox/world-types.ts';

const prefixes = {
  client: '7928838372741',
  site: '7928838372742',
  contact: '5928838372743',
  person: '5928838372744',
  group: '3928838372745',
  ticket: '7928838372746',
  note: '6128838372747',
  asset: '9001114136938',
  alert: '5150178940659',
  activity: '4153149652361',
  script: '4453149652362',
  action: '2861598057823',
  worklog: '2961598057824',
  category: '3128838372745',
};
export type IdKind = keyof typeof prefixes;

export const vendorId = (kind: IdKind, id: number): string => `${prefixes[kind]}${String(id).padStart(6, '0')}`;

/** null for an id of another kind, or of nothing */
export function worldId(kind: IdKind, id: unknown): number | null {
  const text = String(id ?? '');
  return text.length === 19 && text.startsWith(prefixes[kind]) ? Number(text.slice(13)) : null;
}

/** stands for a bare number in the text of an answer, which `JSON.stringify` could not write */
export const bareMark = (id: string): string => `bare:${id}`;

/** `{accountId: 7928…, name}` as one scalar */
export const scalarRef = (idName: string, id: string, name: string, more: Record<string, Json> = {}): JsonScalar =>
  jsonScalar({ [idName]: bareMark(id), name, ...more });
