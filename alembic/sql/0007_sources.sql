CREATE TABLE source_month (
    source TEXT COLLATE "C" NOT NULL,
    month DATE NOT NULL,
    last_date DATE NOT NULL,
    PRIMARY KEY (source, month),
    CONSTRAINT source_month_first CHECK (month = date_trunc('month', month)::date)
);

INSERT INTO source_month (source, month, last_date)
SELECT source, date_trunc('month', date::timestamp)::date, max(date) FROM sale_line GROUP BY 1, 2;

ALTER TABLE source_month ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON source_month TO crm_admin;

CREATE POLICY source_month_admin_select_0 ON source_month FOR SELECT TO crm_admin USING (true);

GRANT SELECT ON source_month TO crm_supervisor;

CREATE POLICY source_month_supervisor_select_1 ON source_month FOR SELECT TO crm_supervisor USING (true);

GRANT SELECT ON source_month TO crm_import;

CREATE POLICY source_month_import_select_2 ON source_month FOR SELECT TO crm_import USING (true);

GRANT INSERT ON source_month TO crm_import;

CREATE POLICY source_month_import_insert_2 ON source_month FOR INSERT TO crm_import WITH CHECK (true);

GRANT UPDATE ON source_month TO crm_import;

CREATE POLICY source_month_import_update_2 ON source_month FOR UPDATE TO crm_import USING (true) WITH CHECK (true);

GRANT DELETE ON source_month TO crm_import;

CREATE POLICY source_month_import_delete_2 ON source_month FOR DELETE TO crm_import USING (true);

GRANT SELECT ON source_month TO crm_system;

CREATE POLICY source_month_system_select_3 ON source_month FOR SELECT TO crm_system USING (true);

ALTER TABLE import_batch
    ADD COLUMN source TEXT NOT NULL DEFAULT '',
    ADD COLUMN period_end DATE;

UPDATE import_batch
SET source = coalesce(mapping ->> 'source', ''),
    period_end = (mapping ->> 'period_to')::date,
    as_of = greatest(date_to, (mapping ->> 'period_to')::date)
WHERE kind = 'sales' AND outcome IN ('loaded', 'loaded_with_rejects')
  AND (mapping ->> 'period_to')::date <= finished_at::date;

UPDATE import_batch
SET source = coalesce(mapping ->> 'source', ''), as_of = date_to
WHERE kind = 'sales' AND outcome IN ('loaded', 'loaded_with_rejects') AND period_end IS NULL;

CREATE INDEX import_batch_reach ON import_batch (source, as_of)
    WHERE kind = 'sales' AND undone_at IS NULL AND outcome IN ('loaded', 'loaded_with_rejects');

CREATE FUNCTION crm_source_reach() RETURNS TABLE (source text, until date)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public
    AS $$
        WITH reach AS (
            SELECT sold.source, greatest(sold.last_date, (
                SELECT max(b.period_end) FROM public.import_batch b
                WHERE b.source = sold.source AND b.as_of > sold.last_date
                  AND b.kind = 'sales' AND b.undone_at IS NULL
                  AND b.outcome IN ('loaded', 'loaded_with_rejects')
            )) AS until
            FROM (
                SELECT m.source, max(m.last_date) AS last_date
                FROM public.source_month m GROUP BY m.source
            ) sold
        )
        -- A source that has gone silent for longer than a month and a half holds nobody back.
        SELECT r.source, r.until FROM reach r WHERE r.until >= (SELECT max(until) FROM reach) - 45
    $$;

CREATE OR REPLACE FUNCTION crm_data_state(
    OUT until date, OUT import_id bigint, OUT loaded_at timestamptz
)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public
    AS $$
        WITH reach AS MATERIALIZED (SELECT * FROM public.crm_source_reach()),
        last AS (SELECT min(r.until) AS until FROM reach r)
        SELECT last.until, batch.id, batch.finished_at
        FROM last
        LEFT JOIN LATERAL (
            SELECT b.id, b.finished_at
            FROM reach r
            JOIN public.import_batch b ON b.source = r.source AND b.as_of >= last.until
            WHERE r.until = last.until AND b.date_from <= last.until
              AND b.kind = 'sales' AND b.undone_at IS NULL
              AND b.outcome IN ('loaded', 'loaded_with_rejects')
            ORDER BY b.id DESC
            LIMIT 1
        ) batch ON true
    $$;

CREATE FUNCTION crm_last_sale() RETURNS date
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public
    AS $$ SELECT max(d.date) FROM public.day_fact d $$;

ALTER TABLE import_confirmed ADD COLUMN digest BIGINT;

UPDATE import_confirmed
SET digest = (SELECT bit_xor(hashtextextended(key, 0)) FROM unnest(keys) AS key);

ALTER TABLE import_confirmed ALTER COLUMN digest SET NOT NULL;

ALTER TABLE import_file ADD COLUMN is_packed BOOLEAN NOT NULL DEFAULT 'false';

CREATE INDEX import_file_plain ON import_file (import_id, part) WHERE NOT is_packed
