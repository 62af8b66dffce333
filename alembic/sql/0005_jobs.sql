CREATE TABLE job_run (
    job TEXT NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    has_failed BOOLEAN DEFAULT 'false' NOT NULL,
    error_id TEXT DEFAULT '' NOT NULL,
    detail JSONB DEFAULT '{}' NOT NULL,
    PRIMARY KEY (job, due_at)
);

CREATE INDEX job_run_ended ON job_run (ended_at);

ALTER TABLE job_run ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON job_run TO crm_admin;

CREATE POLICY job_run_admin_select_0 ON job_run FOR SELECT TO crm_admin USING (true);

GRANT INSERT ON job_run TO crm_admin;

CREATE POLICY job_run_admin_insert_0 ON job_run FOR INSERT TO crm_admin WITH CHECK (true);

GRANT UPDATE ON job_run TO crm_admin;

CREATE POLICY job_run_admin_update_0 ON job_run FOR UPDATE TO crm_admin USING (true) WITH CHECK (true);

GRANT SELECT ON job_run TO crm_supervisor;

CREATE POLICY job_run_supervisor_select_1 ON job_run FOR SELECT TO crm_supervisor USING (true);

GRANT SELECT ON job_run TO crm_system;

CREATE POLICY job_run_system_select_2 ON job_run FOR SELECT TO crm_system USING (true);

GRANT INSERT ON job_run TO crm_system;

CREATE POLICY job_run_system_insert_2 ON job_run FOR INSERT TO crm_system WITH CHECK (true);

GRANT DELETE ON job_run TO crm_system;

CREATE POLICY job_run_system_delete_2 ON job_run FOR DELETE TO crm_system USING (true);

ALTER POLICY audit_event_admin_insert_2 ON audit_event WITH CHECK (coalesce(actor_id, 0) = (SELECT crm_me()))
