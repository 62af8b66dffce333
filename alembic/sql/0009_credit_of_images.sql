UPDATE import_change c SET prior = c.prior || jsonb_build_object('credited_id', owned.seller_id)
FROM (
    SELECT image.import_id, image.key, (
        SELECT o.seller_id FROM client_owner o
        WHERE o.client_id = CAST(image.prior ->> 'client_id' AS bigint)
          AND o.from_date <= CAST(image.prior ->> 'date' AS date)
          AND (o.until_date IS NULL OR CAST(image.prior ->> 'date' AS date) < o.until_date)
    ) AS seller_id
    FROM import_change image
    WHERE image.subject = 'line' AND image.action IN ('replaced', 'removed')
      AND image.prior ->> 'seller_id' IS NULL
      AND date_trunc('month', CAST(image.prior ->> 'date' AS timestamp))::date
          NOT IN (SELECT month FROM closed_month)
) AS owned
WHERE c.import_id = owned.import_id AND c.subject = 'line' AND c.key = owned.key
  AND CAST(c.prior ->> 'credited_id' AS bigint) IS DISTINCT FROM owned.seller_id
