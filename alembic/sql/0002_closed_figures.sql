CREATE TABLE closed_figure (
    month DATE NOT NULL,
    family_id BIGINT NOT NULL,
    seller_id BIGINT NOT NULL,
    responsible_id BIGINT DEFAULT '0' NOT NULL,
    amount NUMERIC(16, 4) DEFAULT '0' NOT NULL,
    PRIMARY KEY (month, family_id, seller_id),
    FOREIGN KEY(month) REFERENCES closed_month (month) ON DELETE CASCADE
);

ALTER TABLE closed_figure ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON closed_figure TO crm_admin;

CREATE POLICY closed_figure_admin_select_0 ON closed_figure FOR SELECT TO crm_admin USING (true);

GRANT INSERT ON closed_figure TO crm_admin;

CREATE POLICY closed_figure_admin_insert_0 ON closed_figure FOR INSERT TO crm_admin WITH CHECK (true);

GRANT DELETE ON closed_figure TO crm_admin;

CREATE POLICY closed_figure_admin_delete_0 ON closed_figure FOR DELETE TO crm_admin USING (true);

GRANT SELECT ON closed_figure TO crm_supervisor;

CREATE POLICY closed_figure_supervisor_select_1 ON closed_figure FOR SELECT TO crm_supervisor USING (true);

GRANT INSERT ON closed_figure TO crm_supervisor;

CREATE POLICY closed_figure_supervisor_insert_1 ON closed_figure FOR INSERT TO crm_supervisor WITH CHECK (true);

GRANT DELETE ON closed_figure TO crm_supervisor;

CREATE POLICY closed_figure_supervisor_delete_1 ON closed_figure FOR DELETE TO crm_supervisor USING (true);

GRANT SELECT ON closed_figure TO crm_sales;

CREATE POLICY closed_figure_sales_select_2 ON closed_figure FOR SELECT TO crm_sales USING (seller_id = ANY ((SELECT crm_my_sellers())::bigint[]));

GRANT SELECT ON closed_figure TO crm_import;

CREATE POLICY closed_figure_import_select_3 ON closed_figure FOR SELECT TO crm_import USING (true);

GRANT SELECT ON closed_figure TO crm_system;

CREATE POLICY closed_figure_system_select_4 ON closed_figure FOR SELECT TO crm_system USING (true)
