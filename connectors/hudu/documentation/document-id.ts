// Hudu numbers articles, assets and networks apart, and reads an asset only below its company: our id of a document says
// both. "articles:12", "assets:11.34", "networks:5".
import { ConnectorError } from '#connectors/sdk/errors.ts';

export type DocumentAddress =
  | { kind: 'articles'; id: string }
  | { kind: 'networks'; id: string }
  | { kind: 'assets'; company: string; id: string };

const number = '[1-9]\\d{0,18}';
const pattern = new RegExp(`^(?:(articles|networks):(${number})|assets:(${number})\\.(${number}))$`);

/** @throws ConnectorError `invalid-input` */
export function parseDocumentId(text: string): DocumentAddress {
  const [, kind, id, company, asset] = pattern.exec(text) ?? [];
  if (kind === 'articles' || kind === 'networks') return { kind, id: id ?? '' };
  if (company !== undefined && asset !== undefined) return { kind: 'assets', company, id: asset };
  throw new ConnectorError(
    'invalid-input',
    `"${text.slice(0, 40)}" is no document of Hudu. Ids look like "articles:12", "assets:11.34" (company, asset) or "networks:5".`,
  );
}
