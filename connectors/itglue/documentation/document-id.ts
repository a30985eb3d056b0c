// IT Glue numbers documents, flexible assets and configurations apart: our id of a document says which it is.
import { ConnectorError } from '#connectors/sdk/errors.ts';

export const documentKinds = ['documents', 'flexible_assets', 'configurations'] as const;
export type DocumentKind = (typeof documentKinds)[number];

export const documentId = (kind: DocumentKind, id: string): string => `${kind}:${id}`;

/** @throws ConnectorError `invalid-input` */
export function parseDocumentId(text: string): { kind: DocumentKind; id: string } {
  const [, name, id = ''] = /^([a-z_]+):([1-9]\d{0,18})$/.exec(text) ?? [];
  const kind = documentKinds.find((known) => known === name);
  if (kind) return { kind, id };
  throw new ConnectorError(
    'invalid-input',
    `"${text.slice(0, 40)}" is no document of IT Glue. Ids look like "documents:123", "flexible_assets:123" or "configurations:123".`,
  );
}
