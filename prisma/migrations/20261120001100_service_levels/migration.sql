-- What was promised to whom, and where a ticket stood when: the clocks are computed from these two.

CREATE TABLE service_level (
  org_id uuid NOT NULL REFERENCES org(id),
  id uuid NOT NULL,
  -- null = for every client that has none of its own
  client_id uuid,
  name text NOT NULL,
  time_zone text NOT NULL,
  -- seven lists of openings, Monday first, in minutes since midnight
  week jsonb NOT NULL,
  holidays text[] NOT NULL DEFAULT '{}',
  -- priority -> {response, resolution}, in open minutes
  targets jsonb NOT NULL,
  paused_stages text[] NOT NULL DEFAULT '{}',
  stale_after_minutes int,
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  CONSTRAINT service_level_client_key UNIQUE NULLS NOT DISTINCT (org_id, client_id),
  CONSTRAINT service_level_client_fkey FOREIGN KEY (org_id, client_id) REFERENCES client(org_id, id) ON DELETE CASCADE
);
ALTER TABLE service_level ENABLE ROW LEVEL SECURITY;
ALTER TABLE service_level FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON service_level USING (org_id = (SELECT app_org())) WITH CHECK (org_id = (SELECT app_org()));
GRANT SELECT, INSERT, UPDATE, DELETE ON service_level TO mspclaw_app;

CREATE TABLE ticket_stage_change (
  org_id uuid NOT NULL REFERENCES org(id),
  id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  at timestamptz(3) NOT NULL,
  stage text,
  has_owner boolean NOT NULL,
  PRIMARY KEY (org_id, id),
  CONSTRAINT ticket_stage_change_ticket_fkey FOREIGN KEY (org_id, ticket_id) REFERENCES ticket(org_id, id) ON DELETE CASCADE
);
CREATE INDEX ticket_stage_change_ticket_idx ON ticket_stage_change (org_id, ticket_id, at);
ALTER TABLE ticket_stage_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticket_stage_change FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON ticket_stage_change USING (org_id = (SELECT app_org())) WITH CHECK (org_id = (SELECT app_org()));
GRANT SELECT, INSERT ON ticket_stage_change TO mspclaw_app;

/* Whoever writes our copy of a ticket writes its history too: there is no way to forget it. The time is the vendor's. */
CREATE FUNCTION note_ticket_stage() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.stage IS NOT DISTINCT FROM NEW.stage
     AND (OLD.assignee IS NULL) = (NEW.assignee IS NULL) THEN
    RETURN NULL;
  END IF;
  INSERT INTO ticket_stage_change (org_id, id, ticket_id, at, stage, has_owner)
  VALUES (NEW.org_id, gen_random_uuid(), NEW.id, coalesce(NEW.vendor_at, now()), NEW.stage, NEW.assignee IS NOT NULL);
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION note_ticket_stage() FROM PUBLIC;
CREATE TRIGGER ticket_stage_noted AFTER INSERT OR UPDATE OF stage, assignee ON ticket
  FOR EACH ROW EXECUTE FUNCTION note_ticket_stage();
