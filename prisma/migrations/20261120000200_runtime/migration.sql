-- The durable runtime's half in the database. Each journal write is one round trip and one transaction: the
-- function sets the tenant, checks the lease and writes. All run with the caller's rights, under row-level security;
-- the doors at the end look across tenants and tell only which run needs waking.
-- (plpgsql bodies name the schema dbos, which is made after this migration: they are read at first use.)

-- ── enqueueing ──

/* One segment = one durable workflow named "<run>#<seq>". Enqueued twice it is still one. */
CREATE FUNCTION enqueue_segment(p_org uuid, p_run uuid, p_seq int, p_at timestamptz DEFAULT NULL) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
  RETURN dbos.enqueue_workflow(
    workflow_name => 'segment',
    queue_name => 'runs',
    positional_args => ARRAY[to_json(p_org::text), to_json(p_run::text), to_json(p_seq)],
    workflow_id => p_run || '#' || p_seq,
    app_version => 'interp-1',
    queue_partition_key => p_org::text,
    delay_until_epoch_ms => CASE WHEN p_at > clock_timestamp() THEN ceil(extract(epoch FROM p_at) * 1000)::bigint END,
    application_name => 'mspclaw'
  );
END $$;

/* A parked run goes on with a new segment; the one that its timer would have started is stale from now on. */
CREATE FUNCTION wake_run(p_org uuid, p_run uuid) RETURNS int
LANGUAGE plpgsql AS $$
DECLARE
  next_seq int;
BEGIN
  DELETE FROM run_wait w WHERE w.org_id = p_org AND w.run_id = p_run;
  UPDATE run r SET seq = r.seq + 1, status = 'queued'
  WHERE r.org_id = p_org AND r.id = p_run AND r.status IN ('queued', 'running', 'waiting', 'unknown')
  RETURNING r.seq INTO next_seq;
  IF FOUND THEN
    PERFORM enqueue_segment(p_org, p_run, next_seq);
  END IF;
  RETURN next_seq;
END $$;

CREATE FUNCTION signal_run(p_org uuid, p_run uuid, p_topic text, p_key text, p_payload jsonb) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  run_status run_status;
BEGIN
  SELECT r.status INTO run_status FROM run r WHERE r.org_id = p_org AND r.id = p_run FOR UPDATE;
  IF NOT FOUND THEN RETURN 'missing'; END IF;
  IF run_status NOT IN ('queued', 'running', 'waiting', 'unknown') THEN RETURN 'finished'; END IF;
  INSERT INTO run_signal (org_id, run_id, topic, key, payload, created_at)
  VALUES (p_org, p_run, p_topic, p_key, p_payload, clock_timestamp()) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN 'duplicate'; END IF;
  IF EXISTS (SELECT FROM run_wait w WHERE w.org_id = p_org AND w.run_id = p_run AND w.topic = p_topic) THEN
    PERFORM wake_run(p_org, p_run);
    RETURN 'woken';
  END IF;
  RETURN 'stored';
END $$;

CREATE FUNCTION cancel_run(p_org uuid, p_run uuid, p_by text) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE run r SET cancel_requested_by = coalesce(r.cancel_requested_by, p_by)
  WHERE r.org_id = p_org AND r.id = p_run AND r.status IN ('queued', 'running', 'waiting', 'unknown');
  IF NOT FOUND THEN
    IF NOT EXISTS (SELECT FROM run r WHERE r.org_id = p_org AND r.id = p_run) THEN RETURN 'missing'; END IF;
    RETURN 'finished';
  END IF;
  IF EXISTS (SELECT FROM run_wait w WHERE w.org_id = p_org AND w.run_id = p_run) THEN
    PERFORM wake_run(p_org, p_run);
  END IF;
  RETURN 'requested';
END $$;

-- ── the journal ──

/* Takes the run for one segment. NULL = stale segment or finished run. */
CREATE FUNCTION journal_claim(p_org uuid, p_run uuid, p_seq int, p_owner text) RETURNS int
LANGUAGE plpgsql AS $$
DECLARE
  token int;
BEGIN
  PERFORM set_config('app.org_id', p_org::text, true);
  UPDATE run r SET lease_token = r.lease_token + 1, lease_owner = p_owner, lease_at = now(), status = 'running',
    started_at = coalesce(r.started_at, now())
  WHERE r.org_id = p_org AND r.id = p_run AND r.seq = p_seq AND r.status IN ('queued', 'running', 'waiting', 'unknown')
  RETURNING r.lease_token INTO token;
  IF FOUND THEN
    DELETE FROM run_wait w WHERE w.org_id = p_org AND w.run_id = p_run;
  END IF;
  RETURN token;
END $$;

/* The fence: passes only for the newest holder of a running run, and keeps it the newest until this transaction
   ends. A claim by somebody else waits for that, or is seen here. */
CREATE FUNCTION journal_hold(p_org uuid, p_run uuid, p_seq int, p_token int) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.org_id', p_org::text, true);
  PERFORM FROM run r
  WHERE r.org_id = p_org AND r.id = p_run AND r.seq = p_seq AND r.lease_token = p_token AND r.status = 'running'
  FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'lease lost' USING ERRCODE = 'MC001';
  END IF;
END $$;

CREATE FUNCTION journal_load(p_org uuid, p_run uuid, p_seq int, p_token int) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  loaded jsonb;
BEGIN
  PERFORM journal_hold(p_org, p_run, p_seq, p_token);
  SELECT jsonb_build_object(
    'run', to_jsonb(r),
    'playbook', jsonb_build_object('slug', p.slug, 'version', v.version, 'source', v.source),
    'steps', (SELECT coalesce(jsonb_agg(to_jsonb(s) ORDER BY s.position, s.path), '[]') FROM run_step s
              WHERE s.org_id = p_org AND s.run_id = p_run),
    'intents', (SELECT coalesce(jsonb_agg(to_jsonb(i) - 'request' ORDER BY i.created_at, i.path, i.attempt), '[]') FROM intent i
                WHERE i.org_id = p_org AND i.run_id = p_run),
    'signals', (SELECT coalesce(jsonb_agg(to_jsonb(g) ORDER BY g.created_at, g.topic, g.key), '[]') FROM run_signal g
                WHERE g.org_id = p_org AND g.run_id = p_run AND g.consumed_at IS NULL))
  INTO loaded
  FROM run r
  JOIN playbook p ON p.org_id = r.org_id AND p.id = r.playbook_id
  JOIN playbook_version v ON v.org_id = r.org_id AND v.id = r.playbook_version_id
  WHERE r.org_id = p_org AND r.id = p_run;
  RETURN loaded;
END $$;

CREATE FUNCTION journal_put_steps(p_org uuid, p_run uuid, p_steps jsonb) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO run_step AS old (org_id, run_id, path, position, kind, capability, status, attempt, input, output, error,
    summary, evidence, state, started_at, finished_at)
  SELECT p_org, p_run, s.path, s."position", s.kind, s.capability, s.status, s.attempt, s.input, s.output, s.error,
    s.summary, coalesce(s.evidence, '{}'), s.state, s."startedAt", s."finishedAt"
  FROM jsonb_to_recordset(p_steps) AS s(path text, "position" int, kind text, capability text, status step_status,
    attempt int, input jsonb, output jsonb, error jsonb, summary text, evidence uuid[], state jsonb,
    "startedAt" timestamptz, "finishedAt" timestamptz)
  ON CONFLICT (org_id, run_id, path) DO UPDATE SET position = excluded.position, kind = excluded.kind,
    capability = excluded.capability, status = excluded.status, attempt = excluded.attempt, input = excluded.input,
    output = excluded.output, error = excluded.error, summary = excluded.summary, evidence = excluded.evidence,
    state = excluded.state, started_at = excluded.started_at, finished_at = excluded.finished_at;
END $$;

CREATE FUNCTION journal_save_steps(p_org uuid, p_run uuid, p_seq int, p_token int, p_steps jsonb) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM journal_hold(p_org, p_run, p_seq, p_token);
  PERFORM journal_put_steps(p_org, p_run, p_steps);
END $$;

/* True for the one caller that inserted it: only that one may send. */
CREATE FUNCTION journal_open_intent(p_org uuid, p_run uuid, p_seq int, p_token int, p_intent jsonb) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM journal_hold(p_org, p_run, p_seq, p_token);
  INSERT INTO intent (org_id, run_id, path, attempt, tag, capability, effect, idempotency, request, send_deadline, created_at)
  SELECT p_org, p_run, n.path, n.attempt, n.tag, n.capability, n.effect, n.idempotency, coalesce(n.request, 'null'),
    n."sendDeadline", clock_timestamp()
  FROM jsonb_to_record(p_intent) AS n(path text, attempt int, tag text, capability text, effect text, idempotency text,
    request jsonb, "sendDeadline" timestamptz)
  ON CONFLICT DO NOTHING;
  RETURN FOUND;
END $$;

CREATE FUNCTION journal_settle_intent(p_org uuid, p_run uuid, p_seq int, p_token int, p_path text, p_attempt int,
  p_outcome text, p_result jsonb, p_step jsonb) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM journal_hold(p_org, p_run, p_seq, p_token);
  UPDATE intent i SET outcome = p_outcome, result = p_result, settled_at = now()
  WHERE i.org_id = p_org AND i.run_id = p_run AND i.path = p_path AND i.attempt = p_attempt;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no intent %#%', p_path, p_attempt;
  END IF;
  PERFORM journal_put_steps(p_org, p_run, jsonb_build_array(p_step));
END $$;

/* NULL = parked; else the signal that was there already. */
CREATE FUNCTION journal_park(p_org uuid, p_run uuid, p_seq int, p_token int, p_wait jsonb, p_steps jsonb,
  p_status run_status) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  held run;
  there run_signal;
  next_seq int;
  wake_at timestamptz := (p_wait ->> 'wakeAt')::timestamptz;
BEGIN
  PERFORM set_config('app.org_id', p_org::text, true);
  -- alone on the run: a signal comes either before this (and is found) or after it (and finds the wait)
  SELECT * INTO held FROM run r
  WHERE r.org_id = p_org AND r.id = p_run AND r.seq = p_seq AND r.lease_token = p_token AND r.status = 'running'
  FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'lease lost' USING ERRCODE = 'MC001';
  END IF;
  IF jsonb_array_length(p_steps) > 0 THEN
    PERFORM journal_put_steps(p_org, p_run, p_steps);
  END IF;
  SELECT * INTO there FROM run_signal g
  WHERE g.org_id = p_org AND g.run_id = p_run AND g.topic = p_wait ->> 'topic' AND g.consumed_at IS NULL
  ORDER BY g.created_at, g.key LIMIT 1;
  IF FOUND THEN
    RETURN to_jsonb(there);
  END IF;
  IF held.cancel_requested_by IS NOT NULL THEN
    -- asked to end while this segment was under way: it must not sleep on it
    PERFORM wake_run(p_org, p_run);
    RETURN NULL;
  END IF;
  UPDATE run r SET seq = r.seq + 1, status = p_status WHERE r.org_id = p_org AND r.id = p_run RETURNING r.seq INTO next_seq;
  INSERT INTO run_wait (org_id, run_id, path, seq, reason, topic, wake_at)
  VALUES (p_org, p_run, p_wait ->> 'path', next_seq, p_wait ->> 'reason', p_wait ->> 'topic', wake_at)
  ON CONFLICT (org_id, run_id) DO UPDATE SET path = excluded.path, seq = excluded.seq, reason = excluded.reason,
    topic = excluded.topic, wake_at = excluded.wake_at, created_at = now();
  IF wake_at IS NOT NULL THEN
    PERFORM enqueue_segment(p_org, p_run, next_seq, wake_at);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION journal_consume_signal(p_org uuid, p_run uuid, p_seq int, p_token int, p_topic text, p_key text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM journal_hold(p_org, p_run, p_seq, p_token);
  UPDATE run_signal g SET consumed_at = coalesce(g.consumed_at, now())
  WHERE g.org_id = p_org AND g.run_id = p_run AND g.topic = p_topic AND g.key = p_key;
END $$;

CREATE FUNCTION journal_save_facts(p_org uuid, p_run uuid, p_seq int, p_token int, p_facts jsonb) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.org_id', p_org::text, true);
  -- the fence inside the update: two branches that first shared the row and then wanted it alone would block each other
  UPDATE run r SET facts = r.facts || p_facts
  WHERE r.org_id = p_org AND r.id = p_run AND r.seq = p_seq AND r.lease_token = p_token AND r.status = 'running';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'lease lost' USING ERRCODE = 'MC001';
  END IF;
END $$;

CREATE FUNCTION journal_finish(p_org uuid, p_run uuid, p_seq int, p_token int, p_status run_status, p_outcome text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.org_id', p_org::text, true);
  UPDATE run r SET status = p_status, outcome = p_outcome, finished_at = now()
  WHERE r.org_id = p_org AND r.id = p_run AND r.seq = p_seq AND r.lease_token = p_token AND r.status = 'running';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'lease lost' USING ERRCODE = 'MC001';
  END IF;
  DELETE FROM run_wait w WHERE w.org_id = p_org AND w.run_id = p_run;
  -- nobody needs to answer for a run that has ended
  -- (one that is being decided at this moment is left to its decider, who holds it and wants this run next)
  UPDATE approval a SET status = 'withdrawn' WHERE a.org_id = p_org AND a.id IN (
    SELECT o.id FROM approval o WHERE o.org_id = p_org AND o.run_id = p_run AND o.status = 'pending' FOR UPDATE SKIP LOCKED);
END $$;

/* An approval nobody decided in time is a no, from the moment it expires. */
CREATE FUNCTION journal_expire_approvals(p_org uuid, p_run uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE approval a SET status = 'expired' WHERE a.org_id = p_org AND a.id IN (
    SELECT o.id FROM approval o
    WHERE o.org_id = p_org AND o.run_id = p_run AND o.status = 'pending' AND o.expires_at <= clock_timestamp()
    FOR UPDATE SKIP LOCKED);
END $$;

CREATE FUNCTION journal_request_approval(p_org uuid, p_run uuid, p_seq int, p_token int, p_id uuid, p_plan jsonb) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  found_approval approval;
BEGIN
  PERFORM journal_hold(p_org, p_run, p_seq, p_token);
  INSERT INTO approval (org_id, id, run_id, path, plan, plan_hash, reason, from_role, requested_by, expires_at)
  SELECT p_org, p_id, p_run, p_plan ->> 'path', p_plan -> 'calls', p_plan ->> 'planHash', p_plan ->> 'reason',
    (p_plan ->> 'fromRole')::role, r.started_by, (p_plan ->> 'expiresAt')::timestamptz
  FROM run r WHERE r.org_id = p_org AND r.id = p_run
  ON CONFLICT (org_id, run_id, path, plan_hash) DO NOTHING;
  PERFORM journal_expire_approvals(p_org, p_run);
  SELECT * INTO found_approval FROM approval a
  WHERE a.org_id = p_org AND a.run_id = p_run AND a.path = p_plan ->> 'path' AND a.plan_hash = p_plan ->> 'planHash';
  RETURN to_jsonb(found_approval);
END $$;

CREATE FUNCTION journal_read_approval(p_org uuid, p_run uuid, p_seq int, p_token int, p_id uuid) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
  found_approval approval;
BEGIN
  PERFORM journal_hold(p_org, p_run, p_seq, p_token);
  PERFORM journal_expire_approvals(p_org, p_run);
  SELECT * INTO found_approval FROM approval a WHERE a.org_id = p_org AND a.run_id = p_run AND a.id = p_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no approval %', p_id;
  END IF;
  RETURN to_jsonb(found_approval);
END $$;

-- ── doors across tenants, for the worker's upkeep ──

CREATE INDEX run_active_idx ON run (id) WHERE status IN ('queued', 'running');
CREATE INDEX run_wait_due_idx ON run_wait (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX approval_pending_idx ON approval (expires_at) WHERE status = 'pending';
CREATE POLICY door ON run_wait FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY door ON approval FOR SELECT TO CURRENT_USER USING (true);

/* Runs that should be under way, or should have been woken, and that no workflow stands for. `gave_up` = the
   runtime stopped trying, because advancing the run killed its process again and again. */
CREATE FUNCTION stalled_runs(p_grace interval DEFAULT interval '15 seconds', p_max int DEFAULT 100)
RETURNS TABLE (org_id uuid, run_id uuid, seq int, gave_up boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public
AS $$
BEGIN
  RETURN QUERY
  WITH due AS (
    SELECT r.org_id, r.id, r.seq FROM run r
    WHERE r.status IN ('queued', 'running') AND r.created_at < now() - p_grace
    UNION ALL
    SELECT w.org_id, w.run_id, w.seq FROM run_wait w WHERE w.wake_at < now() - p_grace - interval '5 seconds'
  )
  SELECT d.org_id, d.id, d.seq,
    EXISTS (SELECT FROM dbos.workflow_status s WHERE s.workflow_uuid = d.id || '#' || d.seq AND s.status = 'MAX_RECOVERY_ATTEMPTS_EXCEEDED')
  FROM due d
  WHERE NOT EXISTS (SELECT FROM dbos.workflow_status s
    WHERE s.workflow_uuid = d.id || '#' || d.seq AND s.status IN ('ENQUEUED', 'PENDING', 'DELAYED'))
  LIMIT p_max;
END $$;

CREATE FUNCTION expired_approvals(p_max int DEFAULT 100) RETURNS TABLE (org_id uuid, run_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public
AS $$
  SELECT DISTINCT a.org_id, a.run_id FROM approval a WHERE a.status = 'pending' AND a.expires_at <= now() LIMIT p_max
$$;

DO $$
DECLARE
  f regprocedure;
BEGIN
  FOR f IN
    SELECT p.oid::regprocedure FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND (p.proname LIKE 'journal\_%' OR p.proname IN
      ('enqueue_segment', 'wake_run', 'signal_run', 'cancel_run', 'stalled_runs', 'expired_approvals'))
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO mspclaw_app', f);
  END LOOP;
END $$;
