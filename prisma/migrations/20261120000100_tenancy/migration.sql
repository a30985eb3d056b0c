-- Tenancy in the database: roles, row-level security, partitions, references between tenants' rows that cannot
-- leave the tenant, and the few doors that look across tenants (each a function that tells one thing).

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Rights are given to a group role; each installation logs in as a member of it (made at start with a password
-- derived from the installation's secret). It owns nothing and cannot bypass policies.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'mspclaw_app') THEN
    CREATE ROLE mspclaw_app NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO mspclaw_app;

-- The tenant of this transaction. No context is an error, never "no rows": after a transaction-local setting
-- ends it reads as '' and not as NULL.
CREATE FUNCTION app_org() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog
AS $$
DECLARE
  org text := current_setting('app.org_id', true);
BEGIN
  IF org IS NULL OR org = '' THEN
    RAISE EXCEPTION 'no tenant context' USING ERRCODE = 'insufficient_privilege',
      HINT = 'Set app.org_id for this transaction: use withTenant().';
  END IF;
  RETURN org::uuid;
END $$;

-- The person of this transaction, when there is one and no tenant was chosen yet (sign-in, org list).
CREATE FUNCTION app_user_id() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
SET search_path = pg_catalog
AS $$ SELECT nullif(current_setting('app.user_id', true), '')::uuid $$;

CREATE FUNCTION app_has_org() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
SET search_path = pg_catalog
AS $$ SELECT coalesce(current_setting('app.org_id', true), '') <> '' $$;

-- ── references that stay inside the tenant ──
-- Before the policies: checking a new reference reads as the owner, whom FORCE binds too.
DO $$
DECLARE
  t record;
BEGIN
  FOR t IN
    SELECT c.oid::regclass AS name, c.relname
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  LOOP
    EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I FOREIGN KEY (org_id) REFERENCES org(id)', t.name, t.relname || '_org_fkey');
  END LOOP;
END $$;
ALTER TABLE inbox ADD CONSTRAINT inbox_connection_fkey FOREIGN KEY (org_id, connection_id) REFERENCES connection(org_id, id);
ALTER TABLE connection_token ADD CONSTRAINT connection_token_connection_fkey FOREIGN KEY (org_id, connection_id) REFERENCES connection(org_id, id) ON DELETE CASCADE;
ALTER TABLE connection_governor ADD CONSTRAINT connection_governor_connection_fkey FOREIGN KEY (org_id, connection_id) REFERENCES connection(org_id, id) ON DELETE CASCADE;
ALTER TABLE alert ADD CONSTRAINT alert_connection_fkey FOREIGN KEY (org_id, connection_id) REFERENCES connection(org_id, id);
ALTER TABLE alert ADD CONSTRAINT alert_incident_fkey FOREIGN KEY (org_id, incident_id) REFERENCES incident(org_id, id);
ALTER TABLE alert ADD CONSTRAINT alert_device_fkey FOREIGN KEY (org_id, device_id) REFERENCES device(org_id, id);
ALTER TABLE alert ADD CONSTRAINT alert_client_fkey FOREIGN KEY (org_id, client_id) REFERENCES client(org_id, id);
ALTER TABLE ticket ADD CONSTRAINT ticket_device_fkey FOREIGN KEY (org_id, device_id) REFERENCES device(org_id, id);
ALTER TABLE triage ADD CONSTRAINT triage_incident_fkey FOREIGN KEY (org_id, incident_id) REFERENCES incident(org_id, id) ON DELETE CASCADE;
ALTER TABLE triage ADD CONSTRAINT triage_ticket_fkey FOREIGN KEY (org_id, ticket_id) REFERENCES ticket(org_id, id) ON DELETE CASCADE;
ALTER TABLE triage ADD CONSTRAINT triage_playbook_fkey FOREIGN KEY (org_id, playbook_id) REFERENCES playbook(org_id, id);
ALTER TABLE evidence ADD CONSTRAINT evidence_incident_fkey FOREIGN KEY (org_id, incident_id) REFERENCES incident(org_id, id);
ALTER TABLE evidence ADD CONSTRAINT evidence_connection_fkey FOREIGN KEY (org_id, connection_id) REFERENCES connection(org_id, id);
ALTER TABLE playbook ADD CONSTRAINT playbook_live_version_fkey FOREIGN KEY (org_id, live_version_id) REFERENCES playbook_version(org_id, id);
ALTER TABLE run ADD CONSTRAINT run_playbook_fkey FOREIGN KEY (org_id, playbook_id) REFERENCES playbook(org_id, id);
ALTER TABLE run ADD CONSTRAINT run_version_fkey FOREIGN KEY (org_id, playbook_version_id) REFERENCES playbook_version(org_id, id);
ALTER TABLE run ADD CONSTRAINT run_incident_fkey FOREIGN KEY (org_id, incident_id) REFERENCES incident(org_id, id);
ALTER TABLE run ADD CONSTRAINT run_ticket_fkey FOREIGN KEY (org_id, ticket_id) REFERENCES ticket(org_id, id);
ALTER TABLE run ADD CONSTRAINT run_client_fkey FOREIGN KEY (org_id, client_id) REFERENCES client(org_id, id);
ALTER TABLE run ADD CONSTRAINT run_device_fkey FOREIGN KEY (org_id, device_id) REFERENCES device(org_id, id);
ALTER TABLE run_step ADD CONSTRAINT run_step_run_fkey FOREIGN KEY (org_id, run_id) REFERENCES run(org_id, id);
ALTER TABLE intent ADD CONSTRAINT intent_run_fkey FOREIGN KEY (org_id, run_id) REFERENCES run(org_id, id);
ALTER TABLE run_wait ADD CONSTRAINT run_wait_run_fkey FOREIGN KEY (org_id, run_id) REFERENCES run(org_id, id);
ALTER TABLE run_signal ADD CONSTRAINT run_signal_run_fkey FOREIGN KEY (org_id, run_id) REFERENCES run(org_id, id);
ALTER TABLE approval ADD CONSTRAINT approval_run_fkey FOREIGN KEY (org_id, run_id) REFERENCES run(org_id, id);

-- ── indexes the lists and the workers read by ──
CREATE INDEX inbox_pending_idx ON inbox (org_id, id) WHERE state = 'pending';
CREATE INDEX inbox_connection_idx ON inbox (org_id, connection_id, id DESC);
CREATE INDEX alert_incident_idx ON alert (org_id, incident_id, id DESC);
CREATE INDEX alert_device_idx ON alert (org_id, device_id, id DESC);
CREATE INDEX incident_fingerprint_idx ON incident (org_id, fingerprint) WHERE status NOT IN ('resolved', 'closed');
CREATE INDEX run_status_idx ON run (org_id, status, id DESC);
CREATE INDEX run_incident_idx ON run (org_id, incident_id);
CREATE INDEX run_playbook_idx ON run (org_id, playbook_id, id DESC);
CREATE INDEX audit_target_idx ON audit_entry (org_id, target_kind, target_id, id DESC);
CREATE INDEX audit_actor_idx ON audit_entry (org_id, actor, id DESC);
CREATE INDEX ticket_text_idx ON ticket USING gin (to_tsvector('english', title || ' ' || coalesce(description, '')));
CREATE INDEX article_text_idx ON knowledge_article USING gin (to_tsvector('english', title || ' ' || body));

-- ── partitions ──
-- A month of a UUIDv7-partitioned table. The application has no right on a partition itself: its only road is
-- the parent, where the policies are.
CREATE SCHEMA IF NOT EXISTS partitions;
REVOKE ALL ON SCHEMA partitions FROM PUBLIC;

CREATE FUNCTION uuid7_floor(at timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog
AS $$ SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid $$;

CREATE FUNCTION partitioned_tables() RETURNS TABLE (name text)
LANGUAGE sql STABLE
SET search_path = pg_catalog
AS $$ SELECT c.relname::text FROM pg_class c WHERE c.relkind = 'p' AND c.relnamespace = 'public'::regnamespace $$;

CREATE FUNCTION ensure_partitions(from_month timestamptz DEFAULT now() - interval '1 month', months int DEFAULT 5) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public
AS $$
DECLARE
  parent text;
  lower_bound timestamptz;
  partition text;
  made int := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('mspclaw.partitions'));
  FOR parent IN SELECT name FROM partitioned_tables() LOOP
    FOR i IN 0 .. months - 1 LOOP
      lower_bound := date_trunc('month', from_month AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' + make_interval(months => i);
      partition := parent || to_char(lower_bound AT TIME ZONE 'UTC', '_YYYYMM');
      IF to_regclass('partitions.' || quote_ident(partition)) IS NULL THEN
        EXECUTE format('CREATE TABLE partitions.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)', partition, parent,
          uuid7_floor(lower_bound), uuid7_floor(lower_bound + interval '1 month'));
        EXECUTE format('ALTER TABLE partitions.%I ENABLE ROW LEVEL SECURITY', partition);
        EXECUTE format('ALTER TABLE partitions.%I FORCE ROW LEVEL SECURITY', partition);
        made := made + 1;
      END IF;
    END LOOP;
    partition := parent || '_rest';
    IF to_regclass('partitions.' || quote_ident(partition)) IS NULL THEN
      EXECUTE format('CREATE TABLE partitions.%I PARTITION OF public.%I DEFAULT', partition, parent);
      EXECUTE format('ALTER TABLE partitions.%I ENABLE ROW LEVEL SECURITY', partition);
      EXECUTE format('ALTER TABLE partitions.%I FORCE ROW LEVEL SECURITY', partition);
      made := made + 1;
    END IF;
  END LOOP;
  RETURN made;
END $$;

-- Retention: whole months at once. Steps before runs, because they refer to them.
CREATE FUNCTION drop_partitions_before(cutoff timestamptz) RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public
AS $$
DECLARE
  part record;
  tenant uuid;
BEGIN
  IF cutoff > now() - interval '7 days' THEN
    RAISE EXCEPTION 'retention below 7 days refused';
  END IF;
  FOR part IN
    SELECT c.relname, p.relname AS parent, to_date(right(c.relname, 6), 'YYYYMM')::timestamp AT TIME ZONE 'UTC' AS month
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
    WHERE c.relnamespace = 'partitions'::regnamespace AND c.relkind = 'r' AND c.relname ~ '_[0-9]{6}$'
    ORDER BY p.relname = 'run', month
  LOOP
    IF part.month + interval '1 month' <= cutoff THEN
      IF part.parent = 'run' THEN
        FOR tenant IN SELECT o.id FROM org o LOOP
          PERFORM set_config('app.org_id', tenant::text, true);
          DELETE FROM run_signal s WHERE s.org_id = tenant AND s.run_id >= uuid7_floor(part.month) AND s.run_id < uuid7_floor(part.month + interval '1 month');
          DELETE FROM run_wait s WHERE s.org_id = tenant AND s.run_id >= uuid7_floor(part.month) AND s.run_id < uuid7_floor(part.month + interval '1 month');
          DELETE FROM approval s WHERE s.org_id = tenant AND s.run_id >= uuid7_floor(part.month) AND s.run_id < uuid7_floor(part.month + interval '1 month');
          DELETE FROM intent s WHERE s.org_id = tenant AND s.run_id >= uuid7_floor(part.month) AND s.run_id < uuid7_floor(part.month + interval '1 month');
        END LOOP;
      END IF;
      EXECUTE format('ALTER TABLE public.%I DETACH PARTITION partitions.%I', part.parent, part.relname);
      EXECUTE format('DROP TABLE partitions.%I', part.relname);
      RETURN NEXT part.relname;
    END IF;
  END LOOP;
END $$;

SELECT ensure_partitions();

-- ── policies ──
DO $$
DECLARE
  t record;
BEGIN
  FOR t IN
    SELECT c.oid::regclass AS name, c.relname
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t.name);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t.name);
    IF t.relname <> 'member' THEN
      EXECUTE format('CREATE POLICY tenant ON %s USING (org_id = (SELECT app_org())) WITH CHECK (org_id = (SELECT app_org()))', t.name);
    END IF;
  END LOOP;
END $$;

ALTER TABLE org ENABLE ROW LEVEL SECURITY;
ALTER TABLE org FORCE ROW LEVEL SECURITY;

-- A person sees their own memberships across orgs, and nothing else of any org, until a tenant is chosen.
CREATE POLICY tenant ON member USING (
  CASE WHEN app_has_org() OR app_user_id() IS NULL THEN org_id = (SELECT app_org()) ELSE user_id = (SELECT app_user_id()) END
) WITH CHECK (org_id = (SELECT app_org()));
CREATE POLICY tenant ON org USING (
  CASE WHEN app_has_org() OR app_user_id() IS NULL THEN id = (SELECT app_org())
       ELSE id IN (SELECT m.org_id FROM member m WHERE m.user_id = (SELECT app_user_id())) END
) WITH CHECK (id = (SELECT app_org()));

-- ── rights ──
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO mspclaw_app;
-- history is not edited: the audit log is written once, the rest only moves forward
REVOKE UPDATE, DELETE ON audit_entry FROM mspclaw_app;
REVOKE DELETE ON inbox, inbox_key, alert, alert_key, run, run_key, run_step, intent, run_signal, approval, evidence, playbook_version, org FROM mspclaw_app;
DO $$
BEGIN
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    REVOKE ALL ON _prisma_migrations FROM mspclaw_app;
  END IF;
END $$;

-- ── doors across tenants ──
-- The functions run as the owner, who is under FORCE as well: the owner may read exactly these tables.
CREATE POLICY door ON connection FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY door ON inbox FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY door ON org FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY door ON run FOR SELECT TO CURRENT_USER USING (true);

/* Which org does a webhook address belong to? Tells only what verifying needs. */
CREATE FUNCTION route_connection(connection_id uuid)
RETURNS TABLE (org_id uuid, connector text, ingest_secret_hash bytea, status connection_status)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public
AS $$ SELECT c.org_id, c.connector, c.ingest_secret_hash, c.status FROM connection c WHERE c.id = route_connection.connection_id $$;

/* Orgs with something to drain, the longest-waiting first. */
CREATE FUNCTION pending_inbox_orgs(max_orgs int DEFAULT 200)
RETURNS TABLE (org_id uuid, oldest uuid, waiting bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public
AS $$
  SELECT i.org_id, min(i.id::text)::uuid AS oldest, count(*) FROM inbox i
  WHERE i.state = 'pending' AND (i.not_before IS NULL OR i.not_before <= now()) AND (i.leased_till IS NULL OR i.leased_till <= now())
  GROUP BY i.org_id ORDER BY 2 LIMIT max_orgs
$$;

/* For schedulers. */
CREATE FUNCTION list_org_ids() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public
AS $$ SELECT id FROM org ORDER BY id $$;

/* The oldest run nobody has begun, over all orgs: an alarm. */
CREATE FUNCTION oldest_queued_run() RETURNS TABLE (queued bigint, oldest timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public
AS $$ SELECT count(*), min(created_at) FROM run WHERE status = 'queued' $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app_org(), app_user_id(), app_has_org(), uuid7_floor(timestamptz), partitioned_tables(),
  ensure_partitions(timestamptz, int), drop_partitions_before(timestamptz), route_connection(uuid), pending_inbox_orgs(int),
  list_org_ids(), oldest_queued_run() TO mspclaw_app;
