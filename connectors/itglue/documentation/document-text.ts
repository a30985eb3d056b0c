// What a person reads of a document, a flexible asset or a configuration, as plain text. Pure. Fields that hold passwords
// and fields whose kind is not known are left out, and that is said.
import { cutText, visibleText } from '#connectors/sdk/text/cut-text.ts';
import { htmlToText } from '#connectors/sdk/text/html-to-text.ts';
import { isSecretLabel } from '#connectors/sdk/text/secret-label.ts';
import type { AssetAttributes, AssetField, ConfigurationAttributes, SectionAttributes } from './vendor-shapes.ts';

const maxCharacters = 100_000;

export interface DocumentText {
  text: string;
  isCut: boolean;
}

export function sectionsText(sections: readonly SectionAttributes[]): DocumentText {
  const parts = sections
    .filter((section) => !/password/i.test(section['resource-type'] ?? ''))
    .toSorted((a, b) => (a.sort ?? 0) - (b.sort ?? 0))
    .map((section) => htmlToText(section['rendered-content'] || section.content || '', maxCharacters));
  const whole = cutText(
    parts
      .map(({ text }) => text)
      .filter(Boolean)
      .join('\n\n'),
    maxCharacters,
  );
  return { text: whole.text, isCut: whole.isCut || parts.some(({ isCut }) => isCut) };
}

export function assetText(asset: AssetAttributes, fields: readonly AssetField[]): DocumentText {
  const traits = asset.traits ?? {};
  const ordered = fields.toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0));
  const shown = ordered
    .filter((field) => isReadable(field.kind) && !isSecretLabel(field.name))
    .map((field) => ({ field, key: keyOf(field) }));
  const lines = shown.flatMap(({ field, key }) => {
    const value = Object.hasOwn(traits, key) ? traitText(traits[key], field.kind) : '';
    return value === '' ? [] : [line(field.name, value)];
  });
  const hidden = Object.keys(traits).filter((key) => !shown.some((entry) => entry.key === key)).length;
  if (hidden > 0) lines.push(`(Not shown: ${hidden} ${hidden === 1 ? 'field' : 'fields'} with passwords or files.)`);
  const type = asset['flexible-asset-type-name'];
  return cutText([...(type ? [line('Kind', type)] : []), ...lines].join('\n'), maxCharacters);
}

const configurationLines: [keyof ConfigurationAttributes, string][] = [
  ['configuration-type-name', 'Kind'],
  ['configuration-status-name', 'Status'],
  ['hostname', 'Host name'],
  ['primary-ip', 'IP address'],
  ['mac-address', 'MAC address'],
  ['serial-number', 'Serial number'],
  ['asset-tag', 'Asset tag'],
  ['operating-system-name', 'Operating system'],
  ['operating-system-notes', 'Operating system notes'],
  ['installed-at', 'Installed'],
  ['warranty-expires-at', 'Warranty ends'],
  ['notes', 'Notes'],
];

export function configurationText(configuration: ConfigurationAttributes): DocumentText {
  const lines = configurationLines.flatMap(([name, label]) => {
    const value = configuration[name];
    if (typeof value !== 'string' || value === '') return [];
    return [line(label, name === 'notes' ? htmlToText(value, maxCharacters).text : value)];
  });
  return cutText(lines.join('\n'), maxCharacters);
}

const line = (label: string, value: string) =>
  `${visibleText(label)}:${value.includes('\n') ? '\n' : ' '}${visibleText(value)}`;

/** kinds a flexible asset's field may have; a new kind of IT Glue's stays out until somebody has looked at it */
const isReadable = (kind: string) =>
  ['text', 'textbox', 'number', 'percent', 'date', 'select', 'checkbox', 'tag'].includes(kind.toLowerCase());

/** IT Glue derives keys from names, and both change when an admin renames the field */
const keyOf = (field: AssetField) =>
  field['name-key'] ||
  field.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

function traitText(value: unknown, kind: string): string {
  if (typeof value === 'string') return /^textbox$/i.test(kind) ? htmlToText(value, maxCharacters).text : value.trim();
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'object' || value === null || !('values' in value) || !Array.isArray(value.values)) return '';
  if (!('type' in value) || typeof value.type !== 'string' || /password/i.test(value.type)) return '';
  const names = value.values.map((entry: unknown) =>
    typeof entry === 'object' && entry !== null && 'name' in entry && typeof entry.name === 'string' ? entry.name : '',
  );
  return names.filter(Boolean).join(', ');
}
