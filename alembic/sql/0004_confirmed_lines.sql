CREATE TABLE import_confirmed (
    import_id BIGINT NOT NULL,
    holder_id BIGINT NOT NULL,
    first_key TEXT COLLATE "C" NOT NULL,
    keys TEXT[] COLLATE "C" NOT NULL,
    PRIMARY KEY (import_id, holder_id, first_key)
);

CREATE INDEX import_confirmed_holder ON import_confirmed (holder_id);

ALTER TABLE import_confirmed ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON import_confirmed TO crm_admin;

CREATE POLICY import_confirmed_admin_select_0 ON import_confirmed FOR SELECT TO crm_admin USING (true);

GRANT SELECT ON import_confirmed TO crm_supervisor;

CREATE POLICY import_confirmed_supervisor_select_1 ON import_confirmed FOR SELECT TO crm_supervisor USING (true);

GRANT SELECT ON import_confirmed TO crm_import;

CREATE POLICY import_confirmed_import_select_2 ON import_confirmed FOR SELECT TO crm_import USING (true);

GRANT INSERT ON import_confirmed TO crm_import;

CREATE POLICY import_confirmed_import_insert_2 ON import_confirmed FOR INSERT TO crm_import WITH CHECK (true);

GRANT UPDATE ON import_confirmed TO crm_import;

CREATE POLICY import_confirmed_import_update_2 ON import_confirmed FOR UPDATE TO crm_import USING (true) WITH CHECK (true);

GRANT DELETE ON import_confirmed TO crm_import;

CREATE POLICY import_confirmed_import_delete_2 ON import_confirmed FOR DELETE TO crm_import USING (true);

GRANT SELECT ON import_confirmed TO crm_system;

CREATE POLICY import_confirmed_system_select_3 ON import_confirmed FOR SELECT TO crm_system USING (true)
