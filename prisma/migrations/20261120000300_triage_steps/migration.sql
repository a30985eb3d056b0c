-- A triage by a model advances one call at a time; its transcript is its journal.
ALTER TABLE triage ADD COLUMN state text NOT NULL DEFAULT 'done';
ALTER TABLE triage ADD COLUMN leased_till timestamptz(3);
ALTER TABLE triage ADD CONSTRAINT triage_state_check CHECK (state IN ('done', 'thinking', 'failed'));
CREATE INDEX triage_thinking_idx ON triage (org_id, id) WHERE state = 'thinking';

CREATE POLICY door ON triage FOR SELECT TO CURRENT_USER USING (true);

/* Triages that wait for a model call, the oldest first, over all orgs. */
CREATE FUNCTION thinking_triages(max_rows int DEFAULT 20) RETURNS TABLE (org_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public
AS $$
  SELECT t.org_id, t.id FROM triage t
  WHERE t.state = 'thinking' AND (t.leased_till IS NULL OR t.leased_till <= now())
  ORDER BY t.id LIMIT max_rows
$$;
REVOKE ALL ON FUNCTION thinking_triages(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION thinking_triages(int) TO mspclaw_app;
