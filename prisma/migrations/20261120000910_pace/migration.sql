-- How fast a connection may be asked, and what waits while it may not.

ALTER TABLE connection_governor
  -- share of the vendor's limit that is used; falls when the vendor throttles, and comes back with time
  ADD COLUMN pace double precision NOT NULL DEFAULT 1,
  ADD COLUMN paced_at timestamptz(3),
  -- requests in the minute that began then, and in the one before: the gauge
  ADD COLUMN minute_at timestamptz(3),
  ADD COLUMN minute_used int NOT NULL DEFAULT 0,
  ADD COLUMN minute_before int NOT NULL DEFAULT 0,
  -- when the outage behind us ended: work begins again with a few at once
  ADD COLUMN recovered_at timestamptz(3);

-- One bucket for all connections of a product that leave from this installation's address, where the vendor counts by
-- address. No tenant, and nothing of one: the key is a hash of product and vendor.
CREATE TABLE address_governor (
  key bytea PRIMARY KEY,
  tokens double precision NOT NULL,
  refilled_at timestamptz(3) NOT NULL,
  blocked_till timestamptz(3),
  pace double precision NOT NULL DEFAULT 1,
  paced_at timestamptz(3)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON address_governor TO mspclaw_app;

-- ── polls ──
ALTER TABLE connection_cursor
  ADD COLUMN every_seconds double precision,
  ADD COLUMN due_at timestamptz(3),
  ADD COLUMN leased_till timestamptz(3),
  ADD COLUMN polled_at timestamptz(3),
  ADD COLUMN news_at timestamptz(3);
CREATE POLICY door ON connection_cursor FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY door ON connection_governor FOR SELECT TO CURRENT_USER USING (true);

/* Polls that are due, fairly: the first of every org, then the second of every org. Given which polls a connector has;
   a connection that its vendor or we leave alone for now is not due. */
CREATE FUNCTION due_polls(connectors text[], triggers text[], max_rows int)
RETURNS TABLE (org_id uuid, connection_id uuid, connector text, trigger text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT due.org_id, due.id, due.connector, due.trigger FROM (
    SELECT c.org_id, c.id, c.connector, p.trigger, k.due_at,
      row_number() OVER (PARTITION BY c.org_id ORDER BY k.due_at NULLS FIRST, c.id, p.trigger) AS turn
    FROM unnest(connectors, triggers) AS p(connector, trigger)
    JOIN connection c ON c.connector = p.connector AND c.status <> 'disabled'
    LEFT JOIN connection_cursor k ON k.org_id = c.org_id AND k.connection_id = c.id AND k.trigger = p.trigger
    LEFT JOIN connection_governor g ON g.org_id = c.org_id AND g.connection_id = c.id
    WHERE (k.due_at IS NULL OR k.due_at <= now()) AND (k.leased_till IS NULL OR k.leased_till <= now())
      AND (g.open_till IS NULL OR g.open_till <= now()) AND (g.blocked_till IS NULL OR g.blocked_till <= now())
  ) due ORDER BY due.turn, due.due_at NULLS FIRST LIMIT max_rows
$$;

-- ── what waits ──
-- an event that was not read because its vendor was away
ALTER TABLE inbox ADD COLUMN waits_for_vendor boolean NOT NULL DEFAULT false;

/* Connections with something to drain, the longest-waiting of each org first. What waits for a vendor that is left alone
   is not due: it is drained in its order once the vendor is back. */
CREATE FUNCTION pending_inbox_connections(max_rows int)
RETURNS TABLE (org_id uuid, connection_id uuid, oldest uuid, waiting bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT i.org_id, i.connection_id, min(i.id::text)::uuid AS oldest, count(*) FROM inbox i
  LEFT JOIN connection_governor g ON g.org_id = i.org_id AND g.connection_id = i.connection_id
  WHERE i.state = 'pending' AND (i.not_before IS NULL OR i.not_before <= now()) AND (i.leased_till IS NULL OR i.leased_till <= now())
    AND (g.open_till IS NULL OR g.open_till <= now()) AND (g.blocked_till IS NULL OR g.blocked_till <= now())
  GROUP BY i.org_id, i.connection_id ORDER BY 3 LIMIT max_rows
$$;

-- a run whose call a vendor could not take, until it takes one again
CREATE TABLE run_held (
  org_id uuid NOT NULL REFERENCES org(id),
  run_id uuid NOT NULL,
  connection_id uuid NOT NULL,
  since timestamptz(3) NOT NULL DEFAULT now(),
  next_try_at timestamptz(3) NOT NULL,
  PRIMARY KEY (org_id, run_id, connection_id),
  CONSTRAINT run_held_connection_fkey FOREIGN KEY (org_id, connection_id) REFERENCES connection(org_id, id) ON DELETE CASCADE
);
CREATE INDEX run_held_connection_idx ON run_held (org_id, connection_id);
ALTER TABLE run_held ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_held FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON run_held USING (org_id = (SELECT app_org())) WITH CHECK (org_id = (SELECT app_org()));
GRANT SELECT, INSERT, UPDATE, DELETE ON run_held TO mspclaw_app;

REVOKE ALL ON FUNCTION due_polls(text[], text[], int), pending_inbox_connections(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION due_polls(text[], text[], int), pending_inbox_connections(int) TO mspclaw_app;
