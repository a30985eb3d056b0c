// The world as Hudu shows it: articles, assets in layouts (machines are one layout), networks, companies.
import type { WorldField } from '#connectors/sdk/sandbox/document-records.ts';
import type { WorldState } from '#connectors/sdk/sandbox/world-types.ts';
import type { HuduState } from './hudu-state.ts';

/** absent `company_id`: it is a company itself */
export type Row = Record<string, unknown> & { id: number; company_id?: number | null; updated_at: string };
type Quirks = HuduState['quirks'];

const iso = (atMs: number) => new Date(atMs).toISOString();
const slug = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
const nameOf = (state: WorldState, clientId: number | null) =>
  state.clients.find((client) => client.id === clientId)?.name;

export const companies = (state: WorldState): Row[] =>
  state.clients.map((client) => ({
    id: client.id,
    slug: slug(client.name),
    name: client.name,
    nickname: client.identifier,
    id_number: client.identifier,
    archived: !client.isActive,
    object_type: 'Company',
    url: `/c/${slug(client.name)}`,
    full_url: `https://msp.huducloud.com/c/${slug(client.name)}`,
    passwords_url: `/c/${slug(client.name)}/passwords`,
    created_at: iso(0),
    updated_at: iso(0),
    integrations: [],
  }));

export const articles = (state: WorldState): Row[] =>
  state.documents
    .filter((entry) => entry.kind === 'article')
    .map((article) => ({
      id: article.id,
      slug: slug(article.title),
      name: article.title,
      draft: article.isDraft,
      archived: article.isArchived,
      content: article.html,
      url: `/kba/${slug(article.title)}`,
      object_type: 'Article',
      folder_id: article.folder === null ? null : 70 + article.folder.length,
      enable_sharing: false,
      share_url: '',
      company_id: article.clientId,
      created_at: iso(article.createdAtMs),
      updated_at: iso(article.updatedAtMs),
      public_photos: [],
    }));

const types: Record<WorldField['kind'], string> = {
  text: 'Text',
  'rich-text': 'RichText',
  date: 'Date',
  link: 'Website',
  secret: 'Password',
};
const machineLayout = 900;
const recordTypes = (state: WorldState) => [
  ...new Set(state.documents.flatMap((entry) => (entry.recordType === 'Network' ? [] : (entry.recordType ?? [])))),
];

export function layouts(state: WorldState, quirks: Quirks) {
  const layout = (id: number, name: string, fields: [string, string][]) => ({
    id,
    slug: slug(name),
    name,
    active: true,
    include_passwords: true,
    created_at: iso(0),
    updated_at: iso(0),
    fields: [...fields, ...(quirks.extraField ? [[quirks.extraField.label, quirks.extraField.field_type]] : [])].map(
      ([label, field_type], index) => ({ id: id * 10 + index, label, field_type, position: index + 1 }),
    ),
  });
  const kinds = recordTypes(state).map((name, index) => {
    const fields = state.documents.filter((entry) => entry.recordType === name).flatMap((entry) => entry.fields);
    const named = new Map(fields.map((field) => [field.label, types[field.kind]]));
    return layout(901 + index, name, [...named, ['Runs On', 'AssetTag']]);
  });
  const machine: [string, string][] = [
    ['Operating System', 'Text'],
    ['MAC Address', 'Text'],
    ['Local Admin Password', 'Text'],
  ];
  return [layout(machineLayout, 'Computer Assets', machine), ...kinds];
}

export function assets(state: WorldState, quirks: Quirks): Row[] {
  const machines = state.devices.map((device) =>
    asset(state, {
      id: device.configurationId,
      clientId: device.clientId,
      layoutId: machineLayout,
      layout: 'Computer Assets',
      name: device.name,
      updatedAtMs: device.lastBootAtMs,
      isArchived: false,
      serial: device.serial,
      model: device.model,
      manufacturer: device.manufacturer,
      fields: [
        ['Operating System', device.os],
        ['MAC Address', device.macs.join(', ')],
        ['Local Admin Password', `never-read-field-${device.name}`],
      ],
    }),
  );
  const records = state.documents
    .filter((entry) => entry.kind === 'record' && entry.recordType !== 'Network')
    .map((record) => {
      const devices = state.devices.filter((device) => record.deviceIds.includes(device.id));
      const links = devices.map(({ configurationId, name }) => ({ id: configurationId, url: `/a/${name}`, name }));
      return asset(state, {
        id: record.id,
        clientId: record.clientId ?? 0,
        layoutId: 901 + recordTypes(state).indexOf(record.recordType ?? ''),
        layout: record.recordType ?? '',
        name: record.title,
        updatedAtMs: record.updatedAtMs,
        isArchived: record.isArchived,
        serial: '',
        model: '',
        manufacturer: '',
        fields: [
          ...record.fields.map(({ label, value }): [string, string] => [label, value]),
          ['Runs On', JSON.stringify(links)],
          ...(quirks.extraField ? [[quirks.extraField.label, quirks.extraField.value] as [string, string]] : []),
        ],
      });
    });
  return [...machines, ...records];
}

interface AssetDraft {
  id: number;
  clientId: number;
  layoutId: number;
  layout: string;
  name: string;
  updatedAtMs: number;
  isArchived: boolean;
  serial: string;
  model: string;
  manufacturer: string;
  fields: [string, string][];
}

const asset = (state: WorldState, draft: AssetDraft): Row => ({
  id: draft.id,
  company_id: draft.clientId,
  company_name: nameOf(state, draft.clientId) ?? '',
  asset_layout_id: draft.layoutId,
  asset_type: draft.layout,
  slug: slug(draft.name),
  name: draft.name,
  primary_serial: draft.serial,
  primary_mail: '',
  primary_model: draft.model,
  primary_manufacturer: draft.manufacturer,
  object_type: 'Asset',
  archived: draft.isArchived,
  url: `/a/${slug(draft.name)}`,
  created_at: iso(0),
  updated_at: iso(draft.updatedAtMs),
  // the last first: positions say the order
  fields: draft.fields
    .map(([label, value], index) => ({ id: draft.id * 10 + index, label, value, position: index + 1 }))
    .reverse(),
  cards: [],
});

export const networks = (state: WorldState): Row[] =>
  state.documents
    .filter((entry) => entry.recordType === 'Network')
    .map((record) => {
      const value = (label: string) => record.fields.find((field) => field.label === label)?.value ?? '';
      return {
        id: record.id,
        name: record.title,
        address: value('Range'),
        network_type: 0,
        slug: slug(record.title),
        company_id: record.clientId ?? 0,
        description: `Gateway ${value('Gateway')}`,
        notes: '<p>Switches are in the <b>cellar</b>.</p>',
        url: `/networks/${record.id}`,
        created_at: iso(record.createdAtMs),
        updated_at: iso(record.updatedAtMs),
      };
    });
