// Hudu's records in our nouns. Pure.
import { osFamilyOfWords, roleOfWords } from '#connectors/sdk/devices/device-words.ts';
import type { Client, Device, DocumentSummary } from '#connectors/sdk/nouns.ts';
import { visibleText } from '#connectors/sdk/text/cut-text.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import { webLink } from '#connectors/sdk/text/web-link.ts';
import type { Article, Asset, Company, Network } from './vendor-shapes.ts';

export const toClient = (company: Company): Client => ({
  id: company.id,
  name: company.name,
  isActive: company.archived !== true,
});

export const articleSummary = (host: string, article: Article): DocumentSummary => ({
  id: `articles:${article.id}`,
  kind: 'article',
  title: visibleText(article.name || '(without a name)'),
  client: article.company_id ? { id: article.company_id, name: null } : null,
  url: webLink(article.url, host),
  updatedAt: toInstant(article.updated_at),
});

export const assetSummary = (host: string, asset: Asset): DocumentSummary => ({
  id: `assets:${asset.company_id ?? '0'}.${asset.id}`,
  kind: 'record',
  title: visibleText(asset.name || '(without a name)'),
  client: asset.company_id ? { id: asset.company_id, name: asset.company_name ?? null } : null,
  url: webLink(asset.url, host),
  updatedAt: toInstant(asset.updated_at),
});

export const networkSummary = (host: string, network: Network): DocumentSummary => ({
  id: `networks:${network.id}`,
  kind: 'record',
  title: visibleText(network.name || network.address || '(without a name)'),
  client: network.company_id ? { id: network.company_id, name: null } : null,
  url: webLink(network.url, host),
  updatedAt: toInstant(network.updated_at),
});

/** Hudu has no devices of its own: an asset with a serial number, or one that an RMM or PSA keeps in step, is one. */
export const isDevice = (asset: Asset): boolean =>
  Boolean(asset.primary_serial) || (asset.cards ?? []).some(isDeviceCard);

const isDeviceCard = (card: NonNullable<Asset['cards']>[number]) =>
  /device|computer|configuration|agent|asset/i.test(card.sync_type ?? '');

export function toDevice(asset: Asset): Device {
  const os = fieldText(asset, /operating system|^os$/i);
  const macs = fieldText(asset, /mac address|^mac$/i)?.match(/[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}/gi);
  return {
    id: asset.id,
    name: asset.name || asset.id,
    client: asset.company_id ? { id: asset.company_id, name: asset.company_name ?? null } : null,
    site: null,
    role: roleOfWords(`${asset.asset_type ?? ''} ${os ?? ''}`),
    os,
    osFamily: osFamilyOfWords(os ?? ''),
    serial: asset.primary_serial || null,
    macs: [...(macs ?? [])],
    // documentation knows what a machine is, never how it is
    online: null,
    lastSeenAt: null,
  };
}

function fieldText(asset: Asset, label: RegExp): string | null {
  const value = asset.fields?.find((field) => label.test(field.label))?.value;
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
