-- Upkeep that the application may ask for and cannot turn against the installation, and functions that cannot be
-- led to another table.

-- ── names mean what the owner meant ──
-- A temporary table or view of the caller is found before everything else unless pg_temp is named last. Inside a
-- function that runs as the owner, that would be the caller's code with the owner's rights.
DO $$
DECLARE
  f record;
BEGIN
  FOR f IN
    SELECT p.oid::regprocedure AS name FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND EXISTS (
      SELECT FROM unnest(p.proconfig) AS setting WHERE setting LIKE 'search\_path=%')
  LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', f.name);
  END LOOP;
  -- and nobody but the owner needs temporary tables here
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;

-- ── retention ──
-- How long things are kept, as the owner wrote it down at the last migration. The application has no right on this
-- schema: who holds only its login can neither read nor shorten it.
CREATE TABLE partitions.retention (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  days int NOT NULL CHECK (days BETWEEN 7 AND 3650)
);

/* Nothing younger than this may go: the installation's setting, or 30 days where none was written down. */
CREATE FUNCTION retention_floor() RETURNS timestamptz
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT now() - make_interval(days => coalesce((SELECT r.days FROM partitions.retention r), 30)) $$;

-- As before, and: the floor above instead of a fixed week, no tenant left behind in the caller's transaction, and
-- less patience for a lock than the server has before it looks for deadlocks: a month can wait, work under way cannot.
CREATE OR REPLACE FUNCTION drop_partitions_before(cutoff timestamptz) RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
SET lock_timeout = '800ms'
AS $$
DECLARE
  part record;
  tenant uuid;
  context text := coalesce(current_setting('app.org_id', true), '');
BEGIN
  IF cutoff IS NULL OR cutoff > retention_floor() THEN
    RAISE EXCEPTION 'refused: what is younger than the retention of this installation is kept'
      USING HINT = 'Change MSPCLAW_RETENTION_DAYS and run "mspclaw migrate".';
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
  PERFORM set_config('app.org_id', context, true);
END $$;

-- As before, and bounded: asking for a million months is no way to fill the catalogue.
CREATE OR REPLACE FUNCTION ensure_partitions(from_month timestamptz DEFAULT now() - interval '1 month', months int DEFAULT 5) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
SET lock_timeout = '800ms'
AS $$
DECLARE
  parent text;
  lower_bound timestamptz;
  partition text;
  made int := 0;
BEGIN
  IF from_month < now() - interval '10 years' OR from_month > now() + interval '1 year' OR months NOT BETWEEN 1 AND 24 THEN
    RAISE EXCEPTION 'refused: at most 24 months, from ten years ago to a year ahead';
  END IF;
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

-- ── what grows and is not partitioned ──
/*
 * Takes no arguments, so there is nothing to abuse: every age is written here. Bounded per call; it comes again.
 * The keys of deliveries go with the deliveries. The keys of alerts and runs stay: they are what keeps an old event
 * from starting a playbook a second time.
 */
CREATE FUNCTION forget_expired() RETURNS TABLE (what text, forgotten bigint)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  tenant uuid;
  gone bigint;
  keys bigint := 0;
  context text := coalesce(current_setting('app.org_id', true), '');
BEGIN
  FOR tenant IN SELECT o.id FROM org o LOOP
    PERFORM set_config('app.org_id', tenant::text, true);
    DELETE FROM inbox_key k WHERE k.org_id = tenant AND k.ctid = ANY (ARRAY(
      SELECT old.ctid FROM inbox_key old WHERE old.org_id = tenant AND old.created_at < retention_floor() LIMIT 10000));
    GET DIAGNOSTICS gone = ROW_COUNT;
    keys := keys + gone;
  END LOOP;
  PERFORM set_config('app.org_id', context, true);
  RETURN QUERY SELECT 'inbox keys', keys;

  -- an address is forgotten after a day of silence, an account after 90: a hundred guesses a quarter find nothing
  DELETE FROM sign_in_throttle t WHERE t.ctid = ANY (ARRAY(
    SELECT s.ctid FROM sign_in_throttle s WHERE (s.blocked_till IS NULL OR s.blocked_till < now()) AND s.window_start <
      now() - CASE WHEN s.key LIKE 'address:%' THEN interval '2 days' ELSE interval '90 days' END LIMIT 50000));
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN QUERY SELECT 'sign-in counters', gone;

  DELETE FROM session s WHERE s.expires_at < now() - interval '30 days';
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN QUERY SELECT 'sessions', gone;

  DELETE FROM instance_setting i WHERE i.key LIKE 'password-link:%'
    AND CASE WHEN i.key LIKE 'password-link:%' THEN (i.value ->> 'expiresAt')::timestamptz < now() - interval '1 day' END;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN QUERY SELECT 'password links', gone;
END $$;

REVOKE ALL ON FUNCTION retention_floor(), forget_expired() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_expired() TO mspclaw_app;
