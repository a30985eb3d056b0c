-- What our words are called at a vendor, per connection; who at a vendor is who here; where a ticket stands in our words.

CREATE TYPE mapping_kind AS ENUM ('status', 'priority', 'category');
CREATE TYPE mapping_state AS ENUM ('suggested', 'confirmed', 'missing');

CREATE TABLE connection_mapping (
  org_id uuid NOT NULL REFERENCES org(id),
  id uuid NOT NULL,
  connection_id uuid NOT NULL,
  kind mapping_kind NOT NULL,
  word text NOT NULL,
  -- '' = on every board
  board_id text NOT NULL DEFAULT '',
  board_name text,
  -- null = a person wants nothing chosen here
  vendor_id text,
  vendor_name text,
  state mapping_state NOT NULL,
  is_chosen boolean NOT NULL DEFAULT false,
  problem text,
  checked_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  CONSTRAINT connection_mapping_word_key UNIQUE (org_id, connection_id, kind, word, board_id),
  CONSTRAINT connection_mapping_connection_fkey FOREIGN KEY (org_id, connection_id) REFERENCES connection(org_id, id) ON DELETE CASCADE
);
ALTER TABLE connection_mapping ENABLE ROW LEVEL SECURITY;
ALTER TABLE connection_mapping FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON connection_mapping USING (org_id = (SELECT app_org())) WITH CHECK (org_id = (SELECT app_org()));
GRANT SELECT, INSERT, UPDATE, DELETE ON connection_mapping TO mspclaw_app;

-- counts up with every change of the rows above, so that what a process remembers of them is never old
ALTER TABLE connection ADD COLUMN mapping_version int NOT NULL DEFAULT 0;

-- which member of the org a technician is. Not validated: every row is empty now, and the owner reads no tenant's rows.
ALTER TABLE engineer ADD COLUMN member_id uuid;
ALTER TABLE engineer ADD CONSTRAINT engineer_member_fkey FOREIGN KEY (org_id, member_id)
  REFERENCES member(org_id, id) ON DELETE SET NULL (member_id) NOT VALID;

-- where a ticket stands in our words, and the vendor's words it was told from; null = not known
ALTER TABLE ticket ADD COLUMN status_id text;
ALTER TABLE ticket ADD COLUMN board_id text;
ALTER TABLE ticket ADD COLUMN stage text;
