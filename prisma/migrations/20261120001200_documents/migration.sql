-- Documentation of clients, as knowledge: whose it is, where it came from, and whether it is still there.
ALTER TABLE knowledge_article
  ADD COLUMN client_id uuid,
  ADD COLUMN connection_id uuid,
  ADD COLUMN external_id text,
  ADD COLUMN url text,
  ADD COLUMN vendor_at timestamptz(3),
  ADD COLUMN gone_at timestamptz(3);
-- not validated: every row is empty now, and the owner reads no tenant's rows
ALTER TABLE knowledge_article ADD CONSTRAINT knowledge_article_client_fkey
  FOREIGN KEY (org_id, client_id) REFERENCES client(org_id, id) ON DELETE CASCADE NOT VALID;
ALTER TABLE knowledge_article ADD CONSTRAINT knowledge_article_connection_fkey
  FOREIGN KEY (org_id, connection_id) REFERENCES connection(org_id, id) ON DELETE CASCADE NOT VALID;
CREATE UNIQUE INDEX knowledge_article_external_key ON knowledge_article (org_id, connection_id, external_id);
