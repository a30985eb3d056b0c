-- Secrets of webhooks change with an overlap, and what a vendor says of its hook is remembered.

ALTER TABLE connection
  -- the address before the last change, valid until then
  ADD COLUMN former_ingest_secret_hash bytea,
  ADD COLUMN former_ingest_until timestamptz(3),
  -- our own webhook secrets before the last change: envelope-encrypted JSON of those fields only
  ADD COLUMN former_secrets bytea,
  ADD COLUMN former_secrets_until timestamptz(3),
  -- null = the vendor was not asked, or cannot be
  ADD COLUMN hook_is_active boolean,
  ADD COLUMN hook_problem text,
  ADD COLUMN hook_checked_at timestamptz(3),
  -- when this may be asked next: one process claims it by moving it
  ADD COLUMN hook_check_due_at timestamptz(3);

-- Two hashes instead of one while an address changes; else as before.
DROP FUNCTION route_connection(uuid);
/* Which org does a webhook address belong to? Tells only what verifying needs. */
CREATE FUNCTION route_connection(connection_id uuid)
RETURNS TABLE (org_id uuid, connector text, ingest_secret_hash bytea, former_secret_hash bytea, former_until timestamptz, status connection_status)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT c.org_id, c.connector, c.ingest_secret_hash,
    CASE WHEN c.former_ingest_until > now() THEN c.former_ingest_secret_hash END,
    CASE WHEN c.former_ingest_until > now() THEN c.former_ingest_until END, c.status
  FROM connection c WHERE c.id = route_connection.connection_id
$$;

/* Connections of these connectors whose hook is to be looked at, the longest-waiting first. */
CREATE FUNCTION due_hook_checks(connectors text[], max_rows int) RETURNS TABLE (org_id uuid, connection_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT c.org_id, c.id FROM connection c
  WHERE c.connector = ANY (connectors) AND c.status <> 'disabled' AND (c.hook_check_due_at IS NULL OR c.hook_check_due_at <= now())
  ORDER BY c.hook_check_due_at NULLS FIRST LIMIT max_rows
$$;
REVOKE ALL ON FUNCTION route_connection(uuid), due_hook_checks(text[], int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION route_connection(uuid), due_hook_checks(text[], int) TO mspclaw_app;
