// The world as IT Glue shows it. What the world keeps for all clients belongs to the MSP's own organization here.
import type { WorldDocument, WorldField } from '#connectors/sdk/sandbox/document-records.ts';
import type { WorldState } from '#connectors/sdk/sandbox/world-types.ts';
import type { ItGlueState } from './it-glue-state.ts';
import type { Resource } from './json-api.ts';

export const ownOrganizationId = 10;
type Quirks = ItGlueState['quirks'];

const time = (atMs: number, quirks: Quirks) => {
  const iso = new Date(atMs).toISOString();
  return quirks.hasDaysOnly ? iso.slice(0, 10) : iso;
};

export const organizations = (state: WorldState): Resource[] =>
  [{ id: ownOrganizationId, name: 'Imaginary MSP', isActive: true }, ...state.clients].map((client) => ({
    id: String(client.id),
    type: 'organizations',
    attributes: {
      name: client.name,
      'organization-status-name': client.isActive ? 'Active' : 'Inactive',
      'psa-integration': null,
      'quick-notes': null,
      alert: null,
    },
  }));

function owner(state: WorldState, clientId: number | null) {
  const id = clientId ?? ownOrganizationId;
  const name = state.clients.find((client) => client.id === id)?.name ?? 'Imaginary MSP';
  return { 'organization-id': id, 'organization-name': name };
}

export const contacts = (state: WorldState): Resource[] =>
  state.contacts.map((contact) => ({
    id: String(contact.id),
    type: 'contacts',
    attributes: {
      ...owner(state, contact.clientId),
      name: contact.name,
      'first-name': contact.name.split(' ')[0],
      'last-name': contact.name.split(' ').slice(1).join(' '),
      'contact-emails': [
        { value: `old.${contact.email}`, primary: false },
        { value: contact.email, primary: true },
      ],
    },
  }));

export const configurations = (state: WorldState, quirks: Quirks): Resource[] =>
  state.devices.map((device) => ({
    id: String(device.configurationId),
    type: 'configurations',
    attributes: {
      ...owner(state, device.clientId),
      name: device.name,
      hostname: device.name,
      'primary-ip': device.ipAddress,
      'mac-address': device.macs[0],
      'serial-number': device.serial,
      'asset-tag': null,
      'configuration-type-name': device.role === 'server' ? 'Managed Server' : 'Managed Workstation',
      'configuration-status-name': 'Active',
      'operating-system-name': device.os,
      'operating-system-notes': null,
      'installed-at': '2024-03-01',
      'warranty-expires-at': '2027-03-01',
      archived: false,
      notes: '<div>In use since <b>2024</b></div>',
      'resource-url': `https://msp.itglue.com/${device.clientId}/configurations/${device.configurationId}`,
      'updated-at': time(device.lastBootAtMs, quirks),
    },
  }));

const recordTypes = (state: WorldState): string[] => [
  ...new Set(state.documents.flatMap((entry) => entry.recordType ?? [])),
];
const typeId = (state: WorldState, name: string | null) => String(501 + recordTypes(state).indexOf(name ?? ''));

export const assetTypes = (state: WorldState): Resource[] =>
  recordTypes(state).map((name) => ({
    id: typeId(state, name),
    type: 'flexible-asset-types',
    attributes: { name, enabled: true },
  }));

const kinds: Record<WorldField['kind'], string> = {
  text: 'Text',
  'rich-text': 'Textbox',
  date: 'Date',
  link: 'Text',
  secret: 'Password',
};
const shownLabel = (label: string, quirks: Quirks) =>
  quirks.hasRenamedField && label === 'Product' ? 'Solution' : label;
const keyOf = (label: string) => label.toLowerCase().replaceAll(' ', '-');

export function assetFields(state: WorldState, type: string, quirks: Quirks): Resource[] | null {
  const records = state.documents.filter(
    (entry) => entry.recordType !== null && typeId(state, entry.recordType) === type,
  );
  if (records.length === 0) return null;
  const fields = new Map(records.flatMap((entry) => entry.fields).map((field) => [field.label, kinds[field.kind]]));
  fields.set('Devices', 'Tag').set('Logins', 'Tag');
  return [...fields].map(([label, kind], index) => ({
    id: `${type}${index + 1}`,
    type: 'flexible-asset-fields',
    attributes: {
      name: shownLabel(label, quirks),
      'name-key': keyOf(shownLabel(label, quirks)),
      kind,
      order: index + 1,
      required: false,
    },
  }));
}

export const assets = (state: WorldState, quirks: Quirks): Resource[] =>
  state.documents
    .filter((entry) => entry.kind === 'record')
    .map((record) => ({
      id: String(record.id),
      type: 'flexible-assets',
      attributes: {
        ...owner(state, record.clientId),
        name: record.title,
        'flexible-asset-type-id': Number(typeId(state, record.recordType)),
        'flexible-asset-type-name': record.recordType,
        traits: traits(state, record, quirks),
        archived: record.isArchived,
        'resource-url': `https://msp.itglue.com/${record.clientId}/assets/records/${record.id}`,
        'updated-at': time(record.updatedAtMs, quirks),
      },
    }));

function traits(state: WorldState, record: WorldDocument, quirks: Quirks): Record<string, unknown> {
  const devices = state.devices.filter((device) => record.deviceIds.includes(device.id));
  const logins = state.passwords.filter((entry) => entry.clientId === record.clientId);
  return {
    ...Object.fromEntries(record.fields.map((field) => [keyOf(shownLabel(field.label, quirks)), field.value])),
    devices: {
      type: 'Configurations',
      values: devices.map((device) => ({ id: device.configurationId, name: device.name })),
    },
    logins: {
      type: 'Passwords',
      values: logins.map(({ id, username, password }) => ({ id, name: `${username} ${password}` })),
    },
  };
}

export const documents = (state: WorldState, quirks: Quirks): (Resource & { isFoldered: boolean })[] =>
  state.documents
    .filter((entry) => entry.kind === 'article' && !entry.isDraft)
    .map((article) => ({
      id: String(article.id),
      type: 'documents',
      isFoldered: article.folder !== null,
      attributes: {
        ...owner(state, article.clientId),
        name: article.title,
        'document-folder-id': article.folder === null ? null : 70 + article.folder.length,
        archived: article.isArchived,
        'resource-url': `https://msp.itglue.com/${article.clientId ?? ownOrganizationId}/docs/${article.id}`,
        'updated-at': time(article.updatedAtMs, quirks),
      },
    }));

/** an article is split where its paragraphs begin; sections come in no order */
export function sections(article: WorldDocument): Resource[] {
  const pieces = article.html.split(/(?=<p[ >])/);
  return pieces
    .map((content, index) => ({
      id: `${article.id}${index + 1}`,
      type: 'document-sections',
      attributes: { 'resource-type': 'Document::Text', content, 'rendered-content': content, sort: index + 1 },
    }))
    .reverse();
}
