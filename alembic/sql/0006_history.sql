CREATE FUNCTION crm_months_sold() RETURNS SETOF date
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public
    AS $$
        WITH RECURSIVE sold AS (
            SELECT min(f.month) AS month FROM public.month_fact f
            UNION ALL
            SELECT (SELECT min(f.month) FROM public.month_fact f WHERE f.month > sold.month)
            FROM sold WHERE sold.month IS NOT NULL
        )
        SELECT sold.month FROM sold WHERE sold.month IS NOT NULL
    $$;

ALTER TABLE closed_figure DROP COLUMN responsible_id;

DROP POLICY job_run_admin_insert_0 ON job_run;

DROP POLICY job_run_admin_update_0 ON job_run;

CREATE POLICY job_run_admin_insert_3 ON job_run FOR INSERT TO crm_admin WITH CHECK ((SELECT crm_me()) = 0);

CREATE POLICY job_run_admin_update_3 ON job_run FOR UPDATE TO crm_admin USING ((SELECT crm_me()) = 0) WITH CHECK ((SELECT crm_me()) = 0);

WITH plain AS (
    DELETE FROM import_change c
    WHERE c.subject = 'line' AND c.action = 'same'
      AND NOT EXISTS (
          SELECT FROM import_change r
          WHERE r.import_id = c.prior_import_id AND r.subject = 'line' AND r.key = c.key
            AND r.action = 'removed'
      )
    RETURNING c.import_id, c.prior_import_id AS holder_id, c.key
), held AS (
    SELECT import_id, holder_id,
        (2 ^ ceil(log(2, greatest(count(*), 8192) / 8192.0)))::integer AS parts
    FROM plain GROUP BY import_id, holder_id
)
INSERT INTO import_confirmed (import_id, holder_id, first_key, keys)
SELECT import_id, holder_id, min(key), array_agg(key)
FROM plain JOIN held USING (import_id, holder_id)
GROUP BY import_id, holder_id, hashtext(key) & (parts - 1)
