// IT Glue's records in our nouns. Pure.

import type { z } from 'zod';
import { osFamilyOfWords, roleOfWords } from '#connectors/sdk/devices/device-words.ts';
import type { Client, Contact, Device, DocumentSummary, Ref } from '#connectors/sdk/nouns.ts';
import { visibleText } from '#connectors/sdk/text/cut-text.ts';
import { toInstant } from '#connectors/sdk/text/to-instant.ts';
import { webLink } from '#connectors/sdk/text/web-link.ts';
import { type DocumentKind, documentId } from './document-id.ts';
import type { ConfigurationAttributes, contactShape, organizationShape } from './vendor-shapes.ts';

interface Row<T> {
  id: string;
  attributes: T;
}

const ref = (id: string | null | undefined, name: string | null | undefined): Ref | null =>
  id ? { id, name: name ?? null } : null;

export const toClient = ({ id, attributes }: Row<z.output<typeof organizationShape>>): Client => ({
  id,
  name: attributes.name,
  isActive: !/^(inactive|former|archived)\b/i.test(attributes['organization-status-name'] ?? ''),
});

export function toContact({ id, attributes }: Row<z.output<typeof contactShape>>): Contact {
  const mails = attributes['contact-emails'] ?? [];
  const mail = mails.find((entry) => entry.primary)?.value ?? mails[0]?.value ?? null;
  const parts = [attributes['first-name'], attributes['last-name']].filter(Boolean).join(' ');
  return {
    id,
    name: attributes.name || parts || mail || id,
    email: mail,
    client: ref(attributes['organization-id'], attributes['organization-name']),
    isActive: true,
  };
}

export function toDevice({ id, attributes }: Row<ConfigurationAttributes>): Device {
  const os = attributes['operating-system-name'] || attributes['operating-system-notes'] || null;
  return {
    id,
    name: attributes.hostname || attributes.name,
    client: ref(attributes['organization-id'], attributes['organization-name']),
    site: ref(attributes['location-id'], attributes['location-name']),
    role: roleOfWords(attributes['configuration-type-name'] ?? ''),
    os,
    osFamily: osFamilyOfWords(os ?? ''),
    serial: attributes['serial-number'] || null,
    macs: attributes['mac-address'] ? [attributes['mac-address']] : [],
    // documentation knows what a machine is, never how it is
    online: null,
    lastSeenAt: null,
  };
}

export interface TitledRow {
  id: string;
  attributes: {
    name?: string | null | undefined;
    'organization-id'?: string | null | undefined;
    'organization-name'?: string | null | undefined;
    'resource-url'?: string | null | undefined;
    'updated-at'?: string | null | undefined;
  };
}

export const toSummary = (kind: DocumentKind, { id, attributes }: TitledRow): DocumentSummary => ({
  id: documentId(kind, id),
  kind: kind === 'documents' ? 'article' : 'record',
  title: visibleText(attributes.name || '(without a name)'),
  client: ref(attributes['organization-id'], attributes['organization-name']),
  url: webLink(attributes['resource-url']),
  updatedAt: toInstant(attributes['updated-at']),
});
