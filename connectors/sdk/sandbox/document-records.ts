// What a documentation tool of the imaginary MSP holds: articles, structured records, and passwords that nobody but a
// person may ever see. Times are epoch milliseconds.

export interface WorldField {
  label: string;
  /** `secret`: what documentation tools call a password or confidential field; it must never leave them */
  kind: 'text' | 'rich-text' | 'date' | 'link' | 'secret';
  value: string;
}

export interface WorldDocument {
  id: number;
  uid: string;
  /** null = for all clients */
  clientId: number | null;
  kind: 'article' | 'record';
  title: string;
  /** articles may lie in a folder; null = at the top */
  folder: string | null;
  /** an article's body as tools keep it; empty for a record */
  html: string;
  /** "Backup", "Network": what kind of record it is; null for an article */
  recordType: string | null;
  fields: WorldField[];
  /** devices it is about */
  deviceIds: number[];
  isDraft: boolean;
  isArchived: boolean;
  createdAtMs: number;
  updatedAtMs: number;
}

/** Never in any answer of a connector. Values are recognisable so that a test can look for them. */
export interface WorldPassword {
  id: number;
  uid: string;
  clientId: number;
  name: string;
  username: string;
  password: string;
  otpSecret: string;
  notes: string;
  updatedAtMs: number;
}

export interface WorldDocumentation {
  documents: WorldDocument[];
  passwords: WorldPassword[];
}
