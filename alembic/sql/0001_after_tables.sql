CREATE FUNCTION crm_my_sellers() RETURNS bigint[]
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
    SET search_path = pg_catalog, public
    AS $$
        SELECT coalesce(array_agg(s.id), '{}')
        FROM public.seller s
        WHERE s.user_id = current_setting('crm.user_id')::bigint
    $$;

CREATE FUNCTION crm_client_code(wanted bigint) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public
    AS $$
        SELECT c.code
        FROM public.client c
        WHERE c.id = wanted
          AND EXISTS (
              SELECT FROM public.sale_line l
              WHERE l.client_id = wanted AND l.credited_id = ANY (public.crm_my_sellers())
          )
    $$;

CREATE VIEW responsible WITH (security_invoker = true) AS
    SELECT
        s.id AS seller_id,
        CASE
            WHEN s.user_id IS NULL THEN s.id
            ELSE min(s.id) OVER (PARTITION BY s.user_id)
        END AS responsible_id,
        coalesce(u.name, nullif(s.name, ''), s.code) AS name,
        s.user_id
    FROM seller s
    LEFT JOIN app_user u ON u.id = s.user_id;

GRANT USAGE ON SCHEMA public TO crm_admin, crm_supervisor, crm_sales, crm_import, crm_system, crm_app;

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO crm_admin, crm_supervisor, crm_sales, crm_import, crm_system;
