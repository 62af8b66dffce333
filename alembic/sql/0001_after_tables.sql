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

CREATE FUNCTION crm_data_state(OUT until date, OUT import_id bigint, OUT loaded_at timestamptz)
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
            ORDER BY b.id DESC
            LIMIT 1
        ) batch ON true
    $$;

CREATE FUNCTION crm_first_sale() RETURNS date
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public
    AS $$ SELECT min(d.date) FROM public.day_fact d $$;

GRANT USAGE ON SCHEMA public TO crm_admin, crm_supervisor, crm_sales, crm_import, crm_system, crm_app;

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO crm_admin, crm_supervisor, crm_sales, crm_import, crm_system;

CREATE FUNCTION crm_session(hash text)
    RETURNS TABLE (
        session_id bigint, user_id bigint, role text, name text, email text, locale text, theme text
    )
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public
    AS $$
    #variable_conflict use_column
    BEGIN
        -- Using a session keeps it alive for as long again; written once a minute at most.
        UPDATE public.login_session s
        SET seen_at = now(),
            expires_at = least(now() + (s.expires_at - s.seen_at), s.created_at + interval '90 days')
        WHERE s.token_hash = hash AND s.revoked_at IS NULL AND s.expires_at > now()
          AND s.seen_at < now() - interval '1 minute';
        RETURN QUERY
        SELECT s.id, u.id, u.role, u.name, u.email, u.locale, u.theme
        FROM public.login_session s
        JOIN public.app_user u ON u.id = s.user_id
        WHERE s.token_hash = hash AND s.revoked_at IS NULL AND s.expires_at > now() AND u.is_active;
    END
    $$;

CREATE FUNCTION crm_token_holder(token_family text, holder bigint)
    RETURNS TABLE (
        session_id bigint, user_id bigint, role text, name text, email text, locale text, theme text
    )
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public
    AS $$
        SELECT 0::bigint, u.id, u.role, u.name, u.email, u.locale, u.theme
        FROM public.app_user u
        WHERE u.id = holder AND u.is_active
          AND EXISTS (
              SELECT FROM public.refresh_token t
              WHERE t.family = token_family AND t.user_id = holder
          )
          AND NOT EXISTS (
              SELECT FROM public.refresh_token t
              WHERE t.family = token_family AND t.revoked_at IS NOT NULL
          )
    $$;

REVOKE EXECUTE ON FUNCTION crm_session(text), crm_token_holder(text, bigint) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION crm_session(text), crm_token_holder(text, bigint) TO crm_app;

CREATE FUNCTION crm_drop_line_indexes() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public
    AS $$
    BEGIN
        IF NOT EXISTS (SELECT FROM public.sale_line) THEN
            DROP INDEX IF EXISTS public.sale_line_client, public.sale_line_credited;
        END IF;
    END
    $$;

CREATE FUNCTION crm_build_line_indexes() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public
    AS $$
    BEGIN
        CREATE INDEX IF NOT EXISTS sale_line_client ON public.sale_line (client_id, date);
        CREATE INDEX IF NOT EXISTS sale_line_credited ON public.sale_line (credited_id, date);
    END
    $$;

CREATE FUNCTION crm_analyze_lines() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public
    AS $$
    BEGIN
        ANALYZE public.sale_line;
        ANALYZE public.client;
    END
    $$;

REVOKE EXECUTE ON FUNCTION crm_drop_line_indexes(), crm_build_line_indexes(), crm_analyze_lines() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION crm_drop_line_indexes(), crm_build_line_indexes(), crm_analyze_lines() TO crm_import;

DO $$
    BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'crm_loader') THEN
            CREATE ROLE crm_loader NOLOGIN BYPASSRLS;
        END IF;
        GRANT crm_loader TO crm_app WITH INHERIT FALSE, SET TRUE;
    EXCEPTION
        -- Roles belong to the whole server: another database may be making it now, and the server's
        -- administrator may not allow it; imports then do without.
        WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL;
    END
    $$;

DO $$
    BEGIN
        GRANT USAGE ON SCHEMA public TO crm_loader;
        GRANT INSERT ON sale_line, client_month, month_fact, day_fact TO crm_loader;
    EXCEPTION
        WHEN undefined_object THEN NULL;
    END
    $$;

ALTER TABLE import_file ALTER COLUMN content SET STORAGE EXTERNAL
