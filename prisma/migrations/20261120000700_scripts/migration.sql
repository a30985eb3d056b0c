-- One-time addresses to which a script posts its result, for vendors that keep no output.

CREATE TABLE script_callback (
  org_id uuid NOT NULL REFERENCES org(id),
  id uuid NOT NULL,
  connection_id uuid NOT NULL,
  -- "mspclaw:<run>:<path>:<attempt>"
  tag text NOT NULL,
  -- SHA-256 of the unguessable part of the address
  token_hash bytea NOT NULL,
  -- the same part, envelope-encrypted: the same tag gives the same address
  token bytea NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  used_at timestamptz(3),
  exit_code int,
  output text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  CONSTRAINT script_callback_tag_key UNIQUE (org_id, connection_id, tag),
  CONSTRAINT script_callback_connection_fkey FOREIGN KEY (org_id, connection_id) REFERENCES connection(org_id, id) ON DELETE CASCADE,
  CONSTRAINT script_callback_output_check CHECK (length(output) <= 100100)
);
CREATE INDEX script_callback_expires_idx ON script_callback (org_id, expires_at);
ALTER TABLE script_callback ENABLE ROW LEVEL SECURITY;
ALTER TABLE script_callback FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON script_callback USING (org_id = (SELECT app_org())) WITH CHECK (org_id = (SELECT app_org()));
GRANT SELECT, INSERT, UPDATE, DELETE ON script_callback TO mspclaw_app;

-- a door across tenants runs as the owner, who is under FORCE as well
CREATE POLICY door ON script_callback FOR SELECT TO CURRENT_USER USING (true);

/* Which org does this address belong to? Only of addresses that still take a result; tells only what verifying needs. */
CREATE FUNCTION route_script_callback(callback_id uuid) RETURNS TABLE (org_id uuid, token_hash bytea)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT c.org_id, c.token_hash FROM script_callback c
  WHERE c.id = route_script_callback.callback_id AND c.used_at IS NULL AND c.expires_at > now()
$$;
REVOKE ALL ON FUNCTION route_script_callback(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION route_script_callback(uuid) TO mspclaw_app;
-- it asks by id alone
CREATE UNIQUE INDEX script_callback_id_idx ON script_callback (id, org_id);
