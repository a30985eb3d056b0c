-- Secret values that a capability brought, until a person has opened them: once, within a day.

CREATE TABLE sealed_value (
  org_id uuid NOT NULL REFERENCES org(id),
  id uuid NOT NULL,
  run_id uuid NOT NULL,
  path text NOT NULL,
  capability text NOT NULL,
  field text NOT NULL,
  -- envelope-encrypted; null once it was opened or has expired
  value bytea,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL,
  opened_at timestamptz(3),
  opened_by text,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX sealed_value_run_idx ON sealed_value (org_id, run_id);
CREATE INDEX sealed_value_expiry_idx ON sealed_value (expires_at) WHERE value IS NOT NULL;
ALTER TABLE sealed_value ENABLE ROW LEVEL SECURITY;
ALTER TABLE sealed_value FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON sealed_value USING (org_id = (SELECT app_org())) WITH CHECK (org_id = (SELECT app_org()));
GRANT SELECT, INSERT, UPDATE, DELETE ON sealed_value TO mspclaw_app;
CREATE POLICY door ON sealed_value FOR SELECT TO CURRENT_USER USING (true);

/* Erases what expired unopened, over all orgs. It can erase nothing else. */
CREATE FUNCTION erase_expired_seals() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  tenant uuid;
  gone bigint;
  erased bigint := 0;
  context text := coalesce(current_setting('app.org_id', true), '');
BEGIN
  FOR tenant IN SELECT DISTINCT s.org_id FROM sealed_value s WHERE s.value IS NOT NULL AND s.expires_at <= now() LOOP
    PERFORM set_config('app.org_id', tenant::text, true);
    UPDATE sealed_value s SET value = NULL WHERE s.org_id = tenant AND s.value IS NOT NULL AND s.expires_at <= now();
    GET DIAGNOSTICS gone = ROW_COUNT;
    erased := erased + gone;
  END LOOP;
  PERFORM set_config('app.org_id', context, true);
  RETURN erased;
END $$;
REVOKE ALL ON FUNCTION erase_expired_seals() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_expired_seals() TO mspclaw_app;
