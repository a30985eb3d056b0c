// Alerts and tickets as the vendor tells them on re-reading; the fields of the connectors' nouns that are looked at here.

export interface VendorRef {
  id: string;
  name: string | null;
}

export interface ReadAlert {
  id: string;
  device: VendorRef | null;
  client: VendorRef | null;
  kind: string;
  severity: string;
  title: string;
  message: string;
  data: Record<string, unknown>;
  raisedAt: string;
  isActive: boolean;
  clearedAt: string | null;
  /** fields that say "the same problem again", volatile tokens and all */
  fingerprint: string[];
}

export interface ReadTicket {
  id: string;
  title: string;
  description: string | null;
  /** null where the vendor has no boards, or does not tell */
  board: VendorRef | null;
  status: VendorRef;
  isClosed: boolean;
  priority: string | null;
  category: string | null;
  client: VendorRef | null;
  assignee: VendorRef | null;
  /** our key where the vendor keeps one for us: "mspclaw:<run>:<path>:<attempt>" */
  externalKey: string | null;
  url: string | null;
  createdAt: string | null;
  updatedAt: string | null;
  closedAt: string | null;
}
