CREATE OR REPLACE FUNCTION crm_data_state(
    OUT until date, OUT import_id bigint, OUT loaded_at timestamptz
)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public
    AS $$
        SELECT last.until, batch.id, batch.finished_at
        FROM (SELECT max(d.date) AS until FROM public.day_fact d) last
        LEFT JOIN LATERAL (
            SELECT b.id, b.finished_at
            FROM public.import_batch b
            WHERE b.kind = 'sales'
              AND b.undone_at IS NULL
              AND b.outcome IN ('loaded', 'loaded_with_rejects')
              AND last.until BETWEEN b.date_from AND b.date_to
            ORDER BY b.id DESC
            LIMIT 1
        ) batch ON true
    $$
