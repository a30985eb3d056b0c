-- One thing under several names: what each connection says of it, how sure the match is, where connections disagree,
-- and what a person decided. People at clients, with the same rows.

-- ── devices and clients ──
-- a new foreign key reads the whole table: the owner must see it for that moment
ALTER TABLE client NO FORCE ROW LEVEL SECURITY;
ALTER TABLE device NO FORCE ROW LEVEL SECURITY;
ALTER TABLE client ADD COLUMN merged_into_id uuid;
ALTER TABLE client ADD CONSTRAINT client_merged_into_fkey FOREIGN KEY (org_id, merged_into_id) REFERENCES client(org_id, id);
ALTER TABLE client_identity
  ADD COLUMN matched_by text NOT NULL DEFAULT 'name' CHECK (matched_by IN ('name', 'new', 'decision')),
  ADD COLUMN confidence int NOT NULL DEFAULT 90 CHECK (confidence BETWEEN 0 AND 100),
  ADD COLUMN reason text NOT NULL DEFAULT '',
  ADD COLUMN seen_at timestamptz(3) NOT NULL DEFAULT now(),
  ADD COLUMN gone_at timestamptz(3);

ALTER TABLE device ADD COLUMN gone_at timestamptz(3), ADD COLUMN merged_into_id uuid;
ALTER TABLE device ADD CONSTRAINT device_merged_into_fkey FOREIGN KEY (org_id, merged_into_id) REFERENCES device(org_id, id);
ALTER TABLE device_identity
  ADD COLUMN confidence int NOT NULL DEFAULT 100 CHECK (confidence BETWEEN 0 AND 100),
  ADD COLUMN reason text NOT NULL DEFAULT '',
  ADD COLUMN facts jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN gone_at timestamptz(3);

ALTER TABLE client FORCE ROW LEVEL SECURITY;
ALTER TABLE device FORCE ROW LEVEL SECURITY;

-- ── people ──
CREATE TABLE person (
  org_id uuid NOT NULL REFERENCES org(id),
  id uuid NOT NULL,
  client_id uuid,
  name text NOT NULL,
  email text,
  is_active boolean NOT NULL DEFAULT true,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  gone_at timestamptz(3),
  merged_into_id uuid,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, client_id) REFERENCES client(org_id, id),
  FOREIGN KEY (org_id, merged_into_id) REFERENCES person(org_id, id)
);
CREATE INDEX person_client_idx ON person (org_id, client_id);
CREATE INDEX person_name_idx ON person (org_id, name);

CREATE TABLE person_identity (
  org_id uuid NOT NULL REFERENCES org(id),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  connection_id uuid NOT NULL,
  external_id text NOT NULL,
  addresses text[] NOT NULL DEFAULT '{}',
  matched_by text NOT NULL DEFAULT 'new' CHECK (matched_by IN ('address', 'decision', 'new')),
  confidence int NOT NULL DEFAULT 100 CHECK (confidence BETWEEN 0 AND 100),
  reason text NOT NULL DEFAULT '',
  facts jsonb NOT NULL DEFAULT '{}',
  seen_at timestamptz(3) NOT NULL DEFAULT now(),
  gone_at timestamptz(3),
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, connection_id, external_id),
  FOREIGN KEY (org_id, person_id) REFERENCES person(org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, connection_id) REFERENCES connection(org_id, id) ON DELETE CASCADE
);
CREATE INDEX person_identity_person_idx ON person_identity (org_id, person_id);
CREATE INDEX person_identity_addresses_idx ON person_identity USING gin (addresses);

-- ── what people decided, and what is not decided ──
CREATE TABLE identity_decision (
  org_id uuid NOT NULL REFERENCES org(id),
  id uuid NOT NULL,
  group_id uuid NOT NULL,
  kind text NOT NULL DEFAULT 'device' CHECK (kind IN ('device', 'client', 'person')),
  verdict text NOT NULL DEFAULT 'same' CHECK (verdict IN ('same', 'different')),
  left_connection_id uuid NOT NULL,
  left_external_id text NOT NULL,
  right_connection_id uuid NOT NULL,
  right_external_id text NOT NULL,
  from_id uuid NOT NULL,
  to_id uuid NOT NULL,
  why text,
  decided_by text NOT NULL,
  decided_at timestamptz(3) NOT NULL DEFAULT now(),
  revoked_by text,
  revoked_at timestamptz(3),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, left_connection_id) REFERENCES connection(org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, right_connection_id) REFERENCES connection(org_id, id) ON DELETE CASCADE
);
CREATE INDEX identity_decision_group_idx ON identity_decision (org_id, group_id);
CREATE INDEX identity_decision_left_idx ON identity_decision (org_id, left_connection_id, left_external_id) WHERE revoked_at IS NULL;
CREATE INDEX identity_decision_right_idx ON identity_decision (org_id, right_connection_id, right_external_id) WHERE revoked_at IS NULL;

CREATE TABLE identity_conflict (
  org_id uuid NOT NULL REFERENCES org(id),
  id uuid NOT NULL,
  kind text NOT NULL DEFAULT 'device' CHECK (kind IN ('device', 'client', 'person')),
  topic text NOT NULL DEFAULT 'two-candidates' CHECK (topic IN
    ('two-candidates', 'names-differ', 'serials-differ', 'clients-differ', 'moved-client', 'same-serial')),
  key text NOT NULL,
  subject_id uuid NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}',
  found_at timestamptz(3) NOT NULL DEFAULT now(),
  seen_at timestamptz(3) NOT NULL DEFAULT now(),
  -- merged | split | accepted | gone
  resolution text,
  resolved_by text,
  resolved_at timestamptz(3),
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, key)
);
CREATE INDEX identity_conflict_subject_idx ON identity_conflict (org_id, kind, subject_id);
CREATE INDEX identity_conflict_open_idx ON identity_conflict (org_id, id) WHERE resolved_at IS NULL;

-- ── policies and rights ──
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['person', 'person_identity', 'identity_decision', 'identity_conflict'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (org_id = (SELECT app_org())) WITH CHECK (org_id = (SELECT app_org()))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO mspclaw_app', t);
  END LOOP;
END $$;
