-- The doors to the queue. Its own tables refuse everybody but their owner; app roles enter through these.
CREATE SCHEMA IF NOT EXISTS jobs AUTHORIZATION sarai_jobs;
GRANT USAGE ON SCHEMA jobs TO sarai_owner, sarai_tenant, sarai_platform, sarai_public;

-- The statements within are planned once a connection: for an array of one job PostgreSQL would plan them at each call, which
-- costs four times as much as they do.
CREATE OR REPLACE FUNCTION jobs.enqueue(p_task text, p_payload json, p_run_at timestamptz, p_key text, p_queue text,
  p_priority integer, p_max_attempts integer) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, graphile_worker, pg_temp SET plan_cache_mode = force_generic_plan AS $$
  SELECT id FROM graphile_worker.add_job(p_task, p_payload, p_queue, p_run_at, p_max_attempts, p_key, p_priority)
$$;

CREATE OR REPLACE FUNCTION jobs.list(p_only_stuck boolean, p_limit bigint)
RETURNS TABLE (id bigint, task text, attempts integer, max_attempts integer, last_error text, run_at timestamptz,
  locked_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, graphile_worker, pg_temp AS $$
  SELECT j.id, j.task_identifier, j.attempts::integer, j.max_attempts::integer, j.last_error, j.run_at, j.locked_at
    FROM graphile_worker.jobs j
   WHERE NOT p_only_stuck OR j.attempts >= j.max_attempts
   ORDER BY j.id DESC LIMIT p_limit
$$;

CREATE OR REPLACE FUNCTION jobs.retry(p_id bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, graphile_worker, pg_temp AS $$
  SELECT graphile_worker.reschedule_jobs(ARRAY[p_id], run_at := now(), attempts := 0)
$$;

-- The program's time was moved ahead by so many microseconds: what waits for a time is due that much earlier.
CREATE OR REPLACE FUNCTION jobs.bring_forward(p_us bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, graphile_worker, pg_temp AS $$
  UPDATE graphile_worker._private_jobs SET run_at = run_at - p_us * interval '1 microsecond'
   WHERE locked_at IS NULL AND attempts = 0 AND run_at > now()
$$;

-- How many wait, and since when the oldest is due: for health and metrics.
CREATE OR REPLACE FUNCTION jobs.backlog() RETURNS TABLE (waiting bigint, stuck bigint, oldest_due timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, graphile_worker, pg_temp AS $$
  SELECT count(*) FILTER (WHERE attempts < max_attempts), count(*) FILTER (WHERE attempts >= max_attempts),
         min(run_at) FILTER (WHERE attempts < max_attempts AND locked_at IS NULL)
    FROM graphile_worker._private_jobs
$$;

REVOKE ALL ON FUNCTION jobs.enqueue(text, json, timestamptz, text, text, integer, integer), jobs.list(boolean, bigint),
  jobs.retry(bigint), jobs.backlog(), jobs.bring_forward(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jobs.enqueue(text, json, timestamptz, text, text, integer, integer)
  TO sarai_owner, sarai_tenant, sarai_platform, sarai_public;
GRANT EXECUTE ON FUNCTION jobs.list(boolean, bigint), jobs.retry(bigint), jobs.bring_forward(bigint) TO sarai_platform;
GRANT EXECUTE ON FUNCTION jobs.backlog() TO sarai_platform, sarai_public;
