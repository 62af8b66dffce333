CREATE FUNCTION crm_client_is_owned(wanted bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public
    AS $$
        SELECT c.owner_id IS NOT NULL
        FROM public.client c
        WHERE c.id = wanted
          AND EXISTS (
              SELECT FROM public.sale_line l
              WHERE l.client_id = wanted AND l.credited_id = ANY (public.crm_my_sellers())
          )
    $$
