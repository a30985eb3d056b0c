// What a person reads of an asset or a network, as plain text. Pure. Fields that hold passwords, and kinds of fields nobody
// has looked at, are left out, and that is said.
import { cutText, visibleText } from '#connectors/sdk/text/cut-text.ts';
import { htmlToText } from '#connectors/sdk/text/html-to-text.ts';
import { isSecretLabel } from '#connectors/sdk/text/secret-label.ts';
import type { Asset, Layout, Network } from './vendor-shapes.ts';

export const maxCharacters = 100_000;

const readableTypes = new Set(
  'text,copyabletext,richtext,number,date,checkbox,dropdown,listselect,website,email,phone,assettag,assetlink'.split(
    ',',
  ),
);

export function assetText(asset: Asset, layout: Layout): { text: string; isCut: boolean } {
  const types = new Map((layout.fields ?? []).map((field) => [field.label, field.field_type.toLowerCase()]));
  const fields = (asset.fields ?? []).toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0));
  const isShown = (label: string) => readableTypes.has(types.get(label) ?? '') && !isSecretLabel(label);
  const facts: [string, string][] = [
    ['Kind', asset.asset_type || layout.name],
    ['Manufacturer', asset.primary_manufacturer ?? ''],
    ['Model', asset.primary_model ?? ''],
    ['Serial number', asset.primary_serial ?? ''],
    ...fields.flatMap(({ label, value }): [string, string][] =>
      isShown(label) ? [[label, fieldText(value, types.get(label) ?? '')]] : [],
    ),
  ];
  const lines = facts.filter(([, value]) => value !== '').map(([label, value]) => line(label, value));
  const hidden = fields.filter(({ label }) => !isShown(label)).length;
  if (hidden > 0) lines.push(`(Not shown: ${hidden} ${hidden === 1 ? 'field' : 'fields'} with passwords or files.)`);
  return cutText(lines.join('\n'), maxCharacters);
}

export function networkText(network: Network): { text: string; isCut: boolean } {
  const facts: [string, string][] = [
    ['Address', network.address ?? ''],
    ['Description', htmlToText(network.description ?? '', maxCharacters).text],
    ['Notes', htmlToText(network.notes ?? '', maxCharacters).text],
  ];
  const lines = facts.filter(([, value]) => value !== '').map(([label, value]) => line(label, value));
  return cutText(lines.join('\n'), maxCharacters);
}

const line = (label: string, value: string) =>
  `${visibleText(label)}:${value.includes('\n') ? '\n' : ' '}${visibleText(value)}`;

function fieldText(value: unknown, type: string): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return namesOf(value);
  if (typeof value !== 'string') return '';
  if (type === 'richtext') return htmlToText(value, maxCharacters).text;
  return type === 'assettag' || type === 'assetlink' ? namesOf(parsed(value)) : value.trim();
}

/** links to other assets are JSON inside text */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return [];
  }
}

const namesOf = (value: unknown): string =>
  (Array.isArray(value) ? value : [])
    .map((entry: unknown) => {
      if (typeof entry === 'string') return entry;
      const name: unknown = typeof entry === 'object' && entry !== null && 'name' in entry ? entry.name : '';
      return typeof name === 'string' ? name : '';
    })
    .filter(Boolean)
    .join(', ');
