ALTER TABLE app_user ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON app_user TO crm_admin;

CREATE POLICY app_user_admin_select_0 ON app_user FOR SELECT TO crm_admin USING (true);

GRANT INSERT ON app_user TO crm_admin;

CREATE POLICY app_user_admin_insert_0 ON app_user FOR INSERT TO crm_admin WITH CHECK (true);

GRANT UPDATE ON app_user TO crm_admin;

CREATE POLICY app_user_admin_update_0 ON app_user FOR UPDATE TO crm_admin USING (true) WITH CHECK (true);

GRANT DELETE ON app_user TO crm_admin;

CREATE POLICY app_user_admin_delete_0 ON app_user FOR DELETE TO crm_admin USING (true);

GRANT SELECT ON app_user TO crm_supervisor;

CREATE POLICY app_user_supervisor_select_1 ON app_user FOR SELECT TO crm_supervisor USING (true);

GRANT INSERT ON app_user TO crm_supervisor;

CREATE POLICY app_user_supervisor_insert_2 ON app_user FOR INSERT TO crm_supervisor WITH CHECK (role = 'sales');

GRANT UPDATE ON app_user TO crm_supervisor;

CREATE POLICY app_user_supervisor_update_2 ON app_user FOR UPDATE TO crm_supervisor USING (role = 'sales') WITH CHECK (role = 'sales');

GRANT UPDATE ON app_user TO crm_supervisor;

CREATE POLICY app_user_supervisor_update_3 ON app_user FOR UPDATE TO crm_supervisor USING (id = (SELECT crm_me()) AND role = 'supervisor') WITH CHECK (id = (SELECT crm_me()) AND role = 'supervisor');

GRANT SELECT ON app_user TO crm_sales;

CREATE POLICY app_user_sales_select_4 ON app_user FOR SELECT TO crm_sales USING (id = (SELECT crm_me()));

GRANT UPDATE (locale, theme, phone) ON app_user TO crm_sales;

CREATE POLICY app_user_sales_update_5 ON app_user FOR UPDATE TO crm_sales USING (id = (SELECT crm_me())) WITH CHECK (id = (SELECT crm_me()));

GRANT SELECT ON app_user TO crm_import;

CREATE POLICY app_user_import_select_6 ON app_user FOR SELECT TO crm_import USING (true);

GRANT SELECT ON app_user TO crm_system;

CREATE POLICY app_user_system_select_7 ON app_user FOR SELECT TO crm_system USING (true);

GRANT INSERT ON app_user TO crm_system;

CREATE POLICY app_user_system_insert_7 ON app_user FOR INSERT TO crm_system WITH CHECK (true);

GRANT UPDATE ON app_user TO crm_system;

CREATE POLICY app_user_system_update_7 ON app_user FOR UPDATE TO crm_system USING (true) WITH CHECK (true);

GRANT DELETE ON app_user TO crm_system;

CREATE POLICY app_user_system_delete_7 ON app_user FOR DELETE TO crm_system USING (true);

ALTER TABLE user_secret ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON user_secret TO crm_system;

CREATE POLICY user_secret_system_select_0 ON user_secret FOR SELECT TO crm_system USING (true);

GRANT INSERT ON user_secret TO crm_system;

CREATE POLICY user_secret_system_insert_0 ON user_secret FOR INSERT TO crm_system WITH CHECK (true);

GRANT UPDATE ON user_secret TO crm_system;

CREATE POLICY user_secret_system_update_0 ON user_secret FOR UPDATE TO crm_system USING (true) WITH CHECK (true);

GRANT DELETE ON user_secret TO crm_system;

CREATE POLICY user_secret_system_delete_0 ON user_secret FOR DELETE TO crm_system USING (true);

ALTER TABLE login_session ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON login_session TO crm_system;

CREATE POLICY login_session_system_select_0 ON login_session FOR SELECT TO crm_system USING (true);

GRANT INSERT ON login_session TO crm_system;

CREATE POLICY login_session_system_insert_0 ON login_session FOR INSERT TO crm_system WITH CHECK (true);

GRANT UPDATE ON login_session TO crm_system;

CREATE POLICY login_session_system_update_0 ON login_session FOR UPDATE TO crm_system USING (true) WITH CHECK (true);

GRANT DELETE ON login_session TO crm_system;

CREATE POLICY login_session_system_delete_0 ON login_session FOR DELETE TO crm_system USING (true);

GRANT SELECT ON login_session TO crm_admin;

CREATE POLICY login_session_admin_select_1 ON login_session FOR SELECT TO crm_admin USING (true);

GRANT UPDATE ON login_session TO crm_admin;

CREATE POLICY login_session_admin_update_1 ON login_session FOR UPDATE TO crm_admin USING (true) WITH CHECK (true);

GRANT SELECT ON login_session TO crm_supervisor;

CREATE POLICY login_session_supervisor_select_2 ON login_session FOR SELECT TO crm_supervisor USING (user_id = (SELECT crm_me()));

GRANT UPDATE ON login_session TO crm_supervisor;

CREATE POLICY login_session_supervisor_update_2 ON login_session FOR UPDATE TO crm_supervisor USING (user_id = (SELECT crm_me())) WITH CHECK (user_id = (SELECT crm_me()));

GRANT SELECT ON login_session TO crm_sales;

CREATE POLICY login_session_sales_select_3 ON login_session FOR SELECT TO crm_sales USING (user_id = (SELECT crm_me()));

GRANT UPDATE ON login_session TO crm_sales;

CREATE POLICY login_session_sales_update_3 ON login_session FOR UPDATE TO crm_sales USING (user_id = (SELECT crm_me())) WITH CHECK (user_id = (SELECT crm_me()));

ALTER TABLE refresh_token ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON refresh_token TO crm_system;

CREATE POLICY refresh_token_system_select_0 ON refresh_token FOR SELECT TO crm_system USING (true);

GRANT INSERT ON refresh_token TO crm_system;

CREATE POLICY refresh_token_system_insert_0 ON refresh_token FOR INSERT TO crm_system WITH CHECK (true);

GRANT UPDATE ON refresh_token TO crm_system;

CREATE POLICY refresh_token_system_update_0 ON refresh_token FOR UPDATE TO crm_system USING (true) WITH CHECK (true);

GRANT DELETE ON refresh_token TO crm_system;

CREATE POLICY refresh_token_system_delete_0 ON refresh_token FOR DELETE TO crm_system USING (true);

ALTER TABLE login_attempt ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON login_attempt TO crm_system;

CREATE POLICY login_attempt_system_select_0 ON login_attempt FOR SELECT TO crm_system USING (true);

GRANT INSERT ON login_attempt TO crm_system;

CREATE POLICY login_attempt_system_insert_0 ON login_attempt FOR INSERT TO crm_system WITH CHECK (true);

GRANT UPDATE ON login_attempt TO crm_system;

CREATE POLICY login_attempt_system_update_0 ON login_attempt FOR UPDATE TO crm_system USING (true) WITH CHECK (true);

GRANT DELETE ON login_attempt TO crm_system;

CREATE POLICY login_attempt_system_delete_0 ON login_attempt FOR DELETE TO crm_system USING (true);

ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON audit_event TO crm_admin;

CREATE POLICY audit_event_admin_select_0 ON audit_event FOR SELECT TO crm_admin USING (true);

GRANT SELECT ON audit_event TO crm_supervisor;

CREATE POLICY audit_event_supervisor_select_1 ON audit_event FOR SELECT TO crm_supervisor USING (true);

GRANT INSERT ON audit_event TO crm_admin;

CREATE POLICY audit_event_admin_insert_2 ON audit_event FOR INSERT TO crm_admin WITH CHECK (actor_id = (SELECT crm_me()));

GRANT INSERT ON audit_event TO crm_supervisor;

CREATE POLICY audit_event_supervisor_insert_3 ON audit_event FOR INSERT TO crm_supervisor WITH CHECK (actor_id = (SELECT crm_me()));

GRANT SELECT ON audit_event TO crm_sales;

CREATE POLICY audit_event_sales_select_4 ON audit_event FOR SELECT TO crm_sales USING (actor_id = (SELECT crm_me()));

GRANT INSERT ON audit_event TO crm_sales;

CREATE POLICY audit_event_sales_insert_5 ON audit_event FOR INSERT TO crm_sales WITH CHECK (actor_id = (SELECT crm_me()));

GRANT SELECT ON audit_event TO crm_import;

CREATE POLICY audit_event_import_select_6 ON audit_event FOR SELECT TO crm_import USING (true);

GRANT INSERT ON audit_event TO crm_import;

CREATE POLICY audit_event_import_insert_6 ON audit_event FOR INSERT TO crm_import WITH CHECK (true);

GRANT SELECT ON audit_event TO crm_system;

CREATE POLICY audit_event_system_select_7 ON audit_event FOR SELECT TO crm_system USING (true);

GRANT INSERT ON audit_event TO crm_system;

CREATE POLICY audit_event_system_insert_7 ON audit_event FOR INSERT TO crm_system WITH CHECK (true);

ALTER TABLE setting ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON setting TO crm_admin;

CREATE POLICY setting_admin_select_0 ON setting FOR SELECT TO crm_admin USING (true);

GRANT INSERT ON setting TO crm_admin;

CREATE POLICY setting_admin_insert_0 ON setting FOR INSERT TO crm_admin WITH CHECK (true);

GRANT UPDATE ON setting TO crm_admin;

CREATE POLICY setting_admin_update_0 ON setting FOR UPDATE TO crm_admin USING (true) WITH CHECK (true);

GRANT DELETE ON setting TO crm_admin;

CREATE POLICY setting_admin_delete_0 ON setting FOR DELETE TO crm_admin USING (true);

GRANT SELECT ON setting TO crm_supervisor;

CREATE POLICY setting_supervisor_select_1 ON setting FOR SELECT TO crm_supervisor USING (true);

GRANT INSERT ON setting TO crm_supervisor;

CREATE POLICY setting_supervisor_insert_1 ON setting FOR INSERT TO crm_supervisor WITH CHECK (true);

GRANT UPDATE ON setting TO crm_supervisor;

CREATE POLICY setting_supervisor_update_1 ON setting FOR UPDATE TO crm_supervisor USING (true) WITH CHECK (true);

GRANT DELETE ON setting TO crm_supervisor;

CREATE POLICY setting_supervisor_delete_1 ON setting FOR DELETE TO crm_supervisor USING (true);

GRANT SELECT ON setting TO crm_sales;

CREATE POLICY setting_sales_select_2 ON setting FOR SELECT TO crm_sales USING (key = 'company');

GRANT SELECT ON setting TO crm_import;

CREATE POLICY setting_import_select_3 ON setting FOR SELECT TO crm_import USING (true);

GRANT SELECT ON setting TO crm_system;

CREATE POLICY setting_system_select_4 ON setting FOR SELECT TO crm_system USING (true);

GRANT INSERT ON setting TO crm_system;

CREATE POLICY setting_system_insert_4 ON setting FOR INSERT TO crm_system WITH CHECK (true);

GRANT UPDATE ON setting TO crm_system;

CREATE POLICY setting_system_update_4 ON setting FOR UPDATE TO crm_system USING (true) WITH CHECK (true);

GRANT DELETE ON setting TO crm_system;

CREATE POLICY setting_system_delete_4 ON setting FOR DELETE TO crm_system USING (true);

ALTER TABLE holiday ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON holiday TO crm_admin;

CREATE POLICY holiday_admin_select_0 ON holiday FOR SELECT TO crm_admin USING (true);

GRANT INSERT ON holiday TO crm_admin;

CREATE POLICY holiday_admin_insert_0 ON holiday FOR INSERT TO crm_admin WITH CHECK (true);

GRANT UPDATE ON holiday TO crm_admin;

CREATE POLICY holiday_admin_update_0 ON holiday FOR UPDATE TO crm_admin USING (true) WITH CHECK (true);

GRANT DELETE ON holiday TO crm_admin;

CREATE POLICY holiday_admin_delete_0 ON holiday FOR DELETE TO crm_admin USING (true);

GRANT SELECT ON holiday TO crm_supervisor;

CREATE POLICY holiday_supervisor_select_1 ON holiday FOR SELECT TO crm_supervisor USING (true);

GRANT INSERT ON holiday TO crm_supervisor;

CREATE POLICY holiday_supervisor_insert_1 ON holiday FOR INSERT TO crm_supervisor WITH CHECK (true);

GRANT UPDATE ON holiday TO crm_supervisor;

CREATE POLICY holiday_supervisor_update_1 ON holiday FOR UPDATE TO crm_supervisor USING (true) WITH CHECK (true);

GRANT DELETE ON holiday TO crm_supervisor;

CREATE POLICY holiday_supervisor_delete_1 ON holiday FOR DELETE TO crm_supervisor USING (true);

GRANT SELECT ON holiday TO crm_sales;

CREATE POLICY holiday_sales_select_2 ON holiday FOR SELECT TO crm_sales USING (true);

GRANT SELECT ON holiday TO crm_import;

CREATE POLICY holiday_import_select_3 ON holiday FOR SELECT TO crm_import USING (true);

GRANT SELECT ON holiday TO crm_system;

CREATE POLICY holiday_system_select_4 ON holiday FOR SELECT TO crm_system USING (true);

GRANT INSERT ON holiday TO crm_system;

CREATE POLICY holiday_system_insert_4 ON holiday FOR INSERT TO crm_system WITH CHECK (true);

GRANT UPDATE ON holiday TO crm_system;

CREATE POLICY holiday_system_update_4 ON holiday FOR UPDATE TO crm_system USING (true) WITH CHECK (true);

GRANT DELETE ON holiday TO crm_system;

CREATE POLICY holiday_system_delete_4 ON holiday FOR DELETE TO crm_system USING (true);

ALTER TABLE idempotency_key ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON idempotency_key TO crm_admin;

CREATE POLICY idempotency_key_admin_select_0 ON idempotency_key FOR SELECT TO crm_admin USING (user_id = (SELECT crm_me()));

GRANT INSERT ON idempotency_key TO crm_admin;

CREATE POLICY idempotency_key_admin_insert_0 ON idempotency_key FOR INSERT TO crm_admin WITH CHECK (user_id = (SELECT crm_me()));

GRANT UPDATE ON idempotency_key TO crm_admin;

CREATE POLICY idempotency_key_admin_update_0 ON idempotency_key FOR UPDATE TO crm_admin USING (user_id = (SELECT crm_me())) WITH CHECK (user_id = (SELECT crm_me()));

GRANT DELETE ON idempotency_key TO crm_admin;

CREATE POLICY idempotency_key_admin_delete_0 ON idempotency_key FOR DELETE TO crm_admin USING (user_id = (SELECT crm_me()));

GRANT SELECT ON idempotency_key TO crm_supervisor;

CREATE POLICY idempotency_key_supervisor_select_1 ON idempotency_key FOR SELECT TO crm_supervisor USING (user_id = (SELECT crm_me()));

GRANT INSERT ON idempotency_key TO crm_supervisor;

CREATE POLICY idempotency_key_supervisor_insert_1 ON idempotency_key FOR INSERT TO crm_supervisor WITH CHECK (user_id = (SELECT crm_me()));

GRANT UPDATE ON idempotency_key TO crm_supervisor;

CREATE POLICY idempotency_key_supervisor_update_1 ON idempotency_key FOR UPDATE TO crm_supervisor USING (user_id = (SELECT crm_me())) WITH CHECK (user_id = (SELECT crm_me()));

GRANT DELETE ON idempotency_key TO crm_supervisor;

CREATE POLICY idempotency_key_supervisor_delete_1 ON idempotency_key FOR DELETE TO crm_supervisor USING (user_id = (SELECT crm_me()));

GRANT SELECT ON idempotency_key TO crm_sales;

CREATE POLICY idempotency_key_sales_select_2 ON idempotency_key FOR SELECT TO crm_sales USING (user_id = (SELECT crm_me()));

GRANT INSERT ON idempotency_key TO crm_sales;

CREATE POLICY idempotency_key_sales_insert_2 ON idempotency_key FOR INSERT TO crm_sales WITH CHECK (user_id = (SELECT crm_me()));

GRANT UPDATE ON idempotency_key TO crm_sales;

CREATE POLICY idempotency_key_sales_update_2 ON idempotency_key FOR UPDATE TO crm_sales USING (user_id = (SELECT crm_me())) WITH CHECK (user_id = (SELECT crm_me()));

GRANT DELETE ON idempotency_key TO crm_sales;

CREATE POLICY idempotency_key_sales_delete_2 ON idempotency_key FOR DELETE TO crm_sales USING (user_id = (SELECT crm_me()));

GRANT SELECT ON idempotency_key TO crm_system;

CREATE POLICY idempotency_key_system_select_3 ON idempotency_key FOR SELECT TO crm_system USING (true);

GRANT INSERT ON idempotency_key TO crm_system;

CREATE POLICY idempotency_key_system_insert_3 ON idempotency_key FOR INSERT TO crm_system WITH CHECK (true);

GRANT UPDATE ON idempotency_key TO crm_system;

CREATE POLICY idempotency_key_system_update_3 ON idempotency_key FOR UPDATE TO crm_system USING (true) WITH CHECK (true);

GRANT DELETE ON idempotency_key TO crm_system;

CREATE POLICY idempotency_key_system_delete_3 ON idempotency_key FOR DELETE TO crm_system USING (true);

ALTER TABLE seller ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON seller TO crm_admin;

CREATE POLICY seller_admin_select_0 ON seller FOR SELECT TO crm_admin USING (true);

GRANT INSERT ON seller TO crm_admin;

CREATE POLICY seller_admin_insert_0 ON seller FOR INSERT TO crm_admin WITH CHECK (true);

GRANT UPDATE ON seller TO crm_admin;

CREATE POLICY seller_admin_update_0 ON seller FOR UPDATE TO crm_admin USING (true) WITH CHECK (true);

GRANT DELETE ON seller TO crm_admin;

CREATE POLICY seller_admin_delete_0 ON seller FOR DELETE TO crm_admin USING (true);

GRANT SELECT ON seller TO crm_supervisor;

CREATE POLICY seller_supervisor_select_1 ON seller FOR SELECT TO crm_supervisor USING (true);

GRANT INSERT ON seller TO crm_supervisor;

CREATE POLICY seller_supervisor_insert_1 ON seller FOR INSERT TO crm_supervisor WITH CHECK (true);

GRANT UPDATE ON seller TO crm_supervisor;

CREATE POLICY seller_supervisor_update_1 ON seller FOR UPDATE TO crm_supervisor USING (true) WITH CHECK (true);

GRANT DELETE ON seller TO crm_supervisor;

CREATE POLICY seller_supervisor_delete_1 ON seller FOR DELETE TO crm_supervisor USING (true);

GRANT SELECT ON seller TO crm_sales;

CREATE POLICY seller_sales_select_2 ON seller FOR SELECT TO crm_sales USING (user_id = (SELECT crm_me()));

GRANT SELECT ON seller TO crm_import;

CREATE POLICY seller_import_select_3 ON seller FOR SELECT TO crm_import USING (true);

GRANT INSERT ON seller TO crm_import;

CREATE POLICY seller_import_insert_3 ON seller FOR INSERT TO crm_import WITH CHECK (true);

GRANT UPDATE ON seller TO crm_import;

CREATE POLICY seller_import_update_3 ON seller FOR UPDATE TO crm_import USING (true) WITH CHECK (true);

GRANT DELETE ON seller TO crm_import;

CREATE POLICY seller_import_delete_3 ON seller FOR DELETE TO crm_import USING (true);

GRANT SELECT ON seller TO crm_system;

CREATE POLICY seller_system_select_4 ON seller FOR SELECT TO crm_system USING (true);

ALTER TABLE product_family ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON product_family TO crm_admin;

CREATE POLICY product_family_admin_select_0 ON product_family FOR SELECT TO crm_admin USING (true);

GRANT INSERT ON product_family TO crm_admin;

CREATE POLICY product_family_admin_insert_0 ON product_family FOR INSERT TO crm_admin WITH CHECK (true);

GRANT UPDATE ON product_family TO crm_admin;

CREATE POLICY product_family_admin_update_0 ON product_family FOR UPDATE TO crm_admin USING (true) WITH CHECK (true);

GRANT DELETE ON product_family TO crm_admin;

CREATE POLICY product_family_admin_delete_0 ON product_family FOR DELETE TO crm_admin USING (true);

GRANT SELECT ON product_family TO crm_supervisor;

CREATE POLICY product_family_supervisor_select_1 ON product_family FOR SELECT TO crm_supervisor USING (true);

GRANT INSERT ON product_family TO crm_supervisor;

CREATE POLICY product_family_supervisor_insert_1 ON product_family FOR INSERT TO crm_supervisor WITH CHECK (true);

GRANT UPDATE ON product_family TO crm_supervisor;

CREATE POLICY product_family_supervisor_update_1 ON product_family FOR UPDATE TO crm_supervisor USING (true) WITH CHECK (true);

GRANT DELETE ON product_family TO crm_supervisor;

CREATE POLICY product_family_supervisor_delete_1 ON product_family FOR DELETE TO crm_supervisor USING (true);

GRANT SELECT ON product_family TO crm_sales;

CREATE POLICY product_family_sales_select_2 ON product_family FOR SELECT TO crm_sales USING (true);

GRANT SELECT ON product_family TO crm_import;

CREATE POLICY product_family_import_select_3 ON product_family FOR SELECT TO crm_import USING (true);

GRANT INSERT ON product_family TO crm_import;

CREATE POLICY product_family_import_insert_3 ON product_family FOR INSERT TO crm_import WITH CHECK (true);

GRANT UPDATE ON product_family TO crm_import;

CREATE POLICY product_family_import_update_3 ON product_family FOR UPDATE TO crm_import USING (true) WITH CHECK (true);

GRANT DELETE ON product_family TO crm_import;

CREATE POLICY product_family_import_delete_3 ON product_family FOR DELETE TO crm_import USING (true);

GRANT SELECT ON product_family TO crm_system;

CREATE POLICY product_family_system_select_4 ON product_family FOR SELECT TO crm_system USING (true);

ALTER TABLE product ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON product TO crm_admin;

CREATE POLICY product_admin_select_0 ON product FOR SELECT TO crm_admin USING (true);

GRANT INSERT ON product TO crm_admin;

CREATE POLICY product_admin_insert_0 ON product FOR INSERT TO crm_admin WITH CHECK (true);

GRANT UPDATE ON product TO crm_admin;

CREATE POLICY product_admin_update_0 ON product FOR UPDATE TO crm_admin USING (true) WITH CHECK (true);

GRANT DELETE ON product TO crm_admin;

CREATE POLICY product_admin_delete_0 ON product FOR DELETE TO crm_admin USING (true);

GRANT SELECT ON product TO crm_supervisor;

CREATE POLICY product_supervisor_select_1 ON product FOR SELECT TO crm_supervisor USING (true);

GRANT INSERT ON product TO crm_supervisor;

CREATE POLICY product_supervisor_insert_1 ON product FOR INSERT TO crm_supervisor WITH CHECK (true);

GRANT UPDATE ON product TO crm_supervisor;

CREATE POLICY product_supervisor_update_1 ON product FOR UPDATE TO crm_supervisor USING (true) WITH CHECK (true);

GRANT DELETE ON product TO crm_supervisor;

CREATE POLICY product_supervisor_delete_1 ON product FOR DELETE TO crm_supervisor USING (true);

GRANT SELECT ON product TO crm_sales;

CREATE POLICY product_sales_select_2 ON product FOR SELECT TO crm_sales USING (true);

GRANT SELECT ON product TO crm_import;

CREATE POLICY product_import_select_3 ON product FOR SELECT TO crm_import USING (true);

GRANT INSERT ON product TO crm_import;

CREATE POLICY product_import_insert_3 ON product FOR INSERT TO crm_import WITH CHECK (true);

GRANT UPDATE ON product TO crm_import;

CREATE POLICY product_import_update_3 ON product FOR UPDATE TO crm_import USING (true) WITH CHECK (true);

GRANT DELETE ON product TO crm_import;

CREATE POLICY product_import_delete_3 ON product FOR DELETE TO crm_import USING (true);

GRANT SELECT ON product TO crm_system;

CREATE POLICY product_system_select_4 ON product FOR SELECT TO crm_system USING (true);

ALTER TABLE client ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON client TO crm_admin;

CREATE POLICY client_admin_select_0 ON client FOR SELECT TO crm_admin USING (true);

GRANT INSERT ON client TO crm_admin;

CREATE POLICY client_admin_insert_0 ON client FOR INSERT TO crm_admin WITH CHECK (true);

GRANT UPDATE ON client TO crm_admin;

CREATE POLICY client_admin_update_0 ON client FOR UPDATE TO crm_admin USING (true) WITH CHECK (true);

GRANT DELETE ON client TO crm_admin;

CREATE POLICY client_admin_delete_0 ON client FOR DELETE TO crm_admin USING (true);

GRANT SELECT ON client TO crm_supervisor;

CREATE POLICY client_supervisor_select_1 ON client FOR SELECT TO crm_supervisor USING (true);

GRANT INSERT ON client TO crm_supervisor;

CREATE POLICY client_supervisor_insert_1 ON client FOR INSERT TO crm_supervisor WITH CHECK (true);

GRANT UPDATE ON client TO crm_supervisor;

CREATE POLICY client_supervisor_update_1 ON client FOR UPDATE TO crm_supervisor USING (true) WITH CHECK (true);

GRANT DELETE ON client TO crm_supervisor;

CREATE POLICY client_supervisor_delete_1 ON client FOR DELETE TO crm_supervisor USING (true);

GRANT SELECT ON client TO crm_sales;

CREATE POLICY client_sales_select_2 ON client FOR SELECT TO crm_sales USING (owner_id = ANY ((SELECT crm_my_sellers())::bigint[]));

GRANT UPDATE (contact, position, phone, email, address, postal_code, city, region, country, latitude, longitude) ON client TO crm_sales;

CREATE POLICY client_sales_update_3 ON client FOR UPDATE TO crm_sales USING (owner_id = ANY ((SELECT crm_my_sellers())::bigint[])) WITH CHECK (owner_id = ANY ((SELECT crm_my_sellers())::bigint[]));

GRANT SELECT ON client TO crm_import;

CREATE POLICY client_import_select_4 ON client FOR SELECT TO crm_import USING (true);

GRANT INSERT ON client TO crm_import;

CREATE POLICY client_import_insert_4 ON client FOR INSERT TO crm_import WITH CHECK (true);

GRANT UPDATE ON client TO crm_import;

CREATE POLICY client_import_update_4 ON client FOR UPDATE TO crm_import USING (true) WITH CHECK (true);

GRANT DELETE ON client TO crm_import;

CREATE POLICY client_import_delete_4 ON client FOR DELETE TO crm_import USING (true);

GRANT SELECT ON client TO crm_system;

CREATE POLICY client_system_select_5 ON client FOR SELECT TO crm_system USING (true);

ALTER TABLE client_owner ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON client_owner TO crm_admin;

CREATE POLICY client_owner_admin_select_0 ON client_owner FOR SELECT TO crm_admin USING (true);

GRANT INSERT ON client_owner TO crm_admin;

CREATE POLICY client_owner_admin_insert_0 ON client_owner FOR INSERT TO crm_admin WITH CHECK (true);

GRANT UPDATE ON client_owner TO crm_admin;

CREATE POLICY client_owner_admin_update_0 ON client_owner FOR UPDATE TO crm_admin USING (true) WITH CHECK (true);

GRANT DELETE ON client_owner TO crm_admin;

CREATE POLICY client_owner_admin_delete_0 ON client_owner FOR DELETE TO crm_admin USING (true);

GRANT SELECT ON client_owner TO crm_supervisor;

CREATE POLICY client_owner_supervisor_select_1 ON client_owner FOR SELECT TO crm_supervisor USING (true);

GRANT INSERT ON client_owner TO crm_supervisor;

CREATE POLICY client_owner_supervisor_insert_1 ON client_owner FOR INSERT TO crm_supervisor WITH CHECK (true);

GRANT UPDATE ON client_owner TO crm_supervisor;

CREATE POLICY client_owner_supervisor_update_1 ON client_owner FOR UPDATE TO crm_supervisor USING (true) WITH CHECK (true);

GRANT DELETE ON client_owner TO crm_supervisor;

CREATE POLICY client_owner_supervisor_delete_1 ON client_owner FOR DELETE TO crm_supervisor USING (true);

GRANT SELECT ON client_owner TO crm_sales;

CREATE POLICY client_owner_sales_select_2 ON client_owner FOR SELECT TO crm_sales USING (seller_id = ANY ((SELECT crm_my_sellers())::bigint[]));

GRANT SELECT ON client_owner TO crm_import;

CREATE POLICY client_owner_import_select_3 ON client_owner FOR SELECT TO crm_import USING (true);

GRANT INSERT ON client_owner TO crm_import;

CREATE POLICY client_owner_import_insert_3 ON client_owner FOR INSERT TO crm_import WITH CHECK (true);

GRANT UPDATE ON client_owner TO crm_import;

CREATE POLICY client_owner_import_update_3 ON client_owner FOR UPDATE TO crm_import USING (true) WITH CHECK (true);

GRANT DELETE ON client_owner TO crm_import;

CREATE POLICY client_owner_import_delete_3 ON client_owner FOR DELETE TO crm_import USING (true);

GRANT SELECT ON client_owner TO crm_system;

CREATE POLICY client_owner_system_select_4 ON client_owner FOR SELECT TO crm_system USING (true);

ALTER TABLE sale_line ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON sale_line TO crm_admin;

CREATE POLICY sale_line_admin_select_0 ON sale_line FOR SELECT TO crm_admin USING (true);

GRANT SELECT ON sale_line TO crm_supervisor;

CREATE POLICY sale_line_supervisor_select_1 ON sale_line FOR SELECT TO crm_supervisor USING (true);

GRANT SELECT ON sale_line TO crm_sales;

CREATE POLICY sale_line_sales_select_2 ON sale_line FOR SELECT TO crm_sales USING (client_id = ANY (ARRAY(SELECT c.id FROM client c WHERE c.owner_id = ANY ((SELECT crm_my_sellers())::bigint[]))) OR credited_id = ANY ((SELECT crm_my_sellers())::bigint[]));

GRANT SELECT ON sale_line TO crm_import;

CREATE POLICY sale_line_import_select_3 ON sale_line FOR SELECT TO crm_import USING (true);

GRANT INSERT ON sale_line TO crm_import;

CREATE POLICY sale_line_import_insert_3 ON sale_line FOR INSERT TO crm_import WITH CHECK (true);

GRANT UPDATE ON sale_line TO crm_import;

CREATE POLICY sale_line_import_update_3 ON sale_line FOR UPDATE TO crm_import USING (true) WITH CHECK (true);

GRANT DELETE ON sale_line TO crm_import;

CREATE POLICY sale_line_import_delete_3 ON sale_line FOR DELETE TO crm_import USING (true);

GRANT SELECT ON sale_line TO crm_system;

CREATE POLICY sale_line_system_select_4 ON sale_line FOR SELECT TO crm_system USING (true);

ALTER TABLE client_month ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON client_month TO crm_admin;

CREATE POLICY client_month_admin_select_0 ON client_month FOR SELECT TO crm_admin USING (true);

GRANT SELECT ON client_month TO crm_supervisor;

CREATE POLICY client_month_supervisor_select_1 ON client_month FOR SELECT TO crm_supervisor USING (true);

GRANT SELECT ON client_month TO crm_sales;

CREATE POLICY client_month_sales_select_2 ON client_month FOR SELECT TO crm_sales USING (client_id = ANY (ARRAY(SELECT c.id FROM client c WHERE c.owner_id = ANY ((SELECT crm_my_sellers())::bigint[]))));

GRANT SELECT ON client_month TO crm_import;

CREATE POLICY client_month_import_select_3 ON client_month FOR SELECT TO crm_import USING (true);

GRANT INSERT ON client_month TO crm_import;

CREATE POLICY client_month_import_insert_3 ON client_month FOR INSERT TO crm_import WITH CHECK (true);

GRANT UPDATE ON client_month TO crm_import;

CREATE POLICY client_month_import_update_3 ON client_month FOR UPDATE TO crm_import USING (true) WITH CHECK (true);

GRANT DELETE ON client_month TO crm_import;

CREATE POLICY client_month_import_delete_3 ON client_month FOR DELETE TO crm_import USING (true);

GRANT SELECT ON client_month TO crm_system;

CREATE POLICY client_month_system_select_4 ON client_month FOR SELECT TO crm_system USING (true);

ALTER TABLE month_fact ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON month_fact TO crm_admin;

CREATE POLICY month_fact_admin_select_0 ON month_fact FOR SELECT TO crm_admin USING (true);

GRANT SELECT ON month_fact TO crm_supervisor;

CREATE POLICY month_fact_supervisor_select_1 ON month_fact FOR SELECT TO crm_supervisor USING (true);

GRANT SELECT ON month_fact TO crm_sales;

CREATE POLICY month_fact_sales_select_2 ON month_fact FOR SELECT TO crm_sales USING (owner_id = ANY ((SELECT crm_my_sellers())::bigint[]) OR seller_id = ANY ((SELECT crm_my_sellers())::bigint[]));

GRANT SELECT ON month_fact TO crm_import;

CREATE POLICY month_fact_import_select_3 ON month_fact FOR SELECT TO crm_import USING (true);

GRANT INSERT ON month_fact TO crm_import;

CREATE POLICY month_fact_import_insert_3 ON month_fact FOR INSERT TO crm_import WITH CHECK (true);

GRANT UPDATE ON month_fact TO crm_import;

CREATE POLICY month_fact_import_update_3 ON month_fact FOR UPDATE TO crm_import USING (true) WITH CHECK (true);

GRANT DELETE ON month_fact TO crm_import;

CREATE POLICY month_fact_import_delete_3 ON month_fact FOR DELETE TO crm_import USING (true);

GRANT SELECT ON month_fact TO crm_system;

CREATE POLICY month_fact_system_select_4 ON month_fact FOR SELECT TO crm_system USING (true);

ALTER TABLE day_fact ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON day_fact TO crm_admin;

CREATE POLICY day_fact_admin_select_0 ON day_fact FOR SELECT TO crm_admin USING (true);

GRANT SELECT ON day_fact TO crm_supervisor;

CREATE POLICY day_fact_supervisor_select_1 ON day_fact FOR SELECT TO crm_supervisor USING (true);

GRANT SELECT ON day_fact TO crm_sales;

CREATE POLICY day_fact_sales_select_2 ON day_fact FOR SELECT TO crm_sales USING (owner_id = ANY ((SELECT crm_my_sellers())::bigint[]) OR seller_id = ANY ((SELECT crm_my_sellers())::bigint[]));

GRANT SELECT ON day_fact TO crm_import;

CREATE POLICY day_fact_import_select_3 ON day_fact FOR SELECT TO crm_import USING (true);

GRANT INSERT ON day_fact TO crm_import;

CREATE POLICY day_fact_import_insert_3 ON day_fact FOR INSERT TO crm_import WITH CHECK (true);

GRANT UPDATE ON day_fact TO crm_import;

CREATE POLICY day_fact_import_update_3 ON day_fact FOR UPDATE TO crm_import USING (true) WITH CHECK (true);

GRANT DELETE ON day_fact TO crm_import;

CREATE POLICY day_fact_import_delete_3 ON day_fact FOR DELETE TO crm_import USING (true);

GRANT SELECT ON day_fact TO crm_system;

CREATE POLICY day_fact_system_select_4 ON day_fact FOR SELECT TO crm_system USING (true);

ALTER TABLE mapping_profile ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON mapping_profile TO crm_admin;

CREATE POLICY mapping_profile_admin_select_0 ON mapping_profile FOR SELECT TO crm_admin USING (true);

GRANT INSERT ON mapping_profile TO crm_admin;

CREATE POLICY mapping_profile_admin_insert_0 ON mapping_profile FOR INSERT TO crm_admin WITH CHECK (true);

GRANT UPDATE ON mapping_profile TO crm_admin;

CREATE POLICY mapping_profile_admin_update_0 ON mapping_profile FOR UPDATE TO crm_admin USING (true) WITH CHECK (true);

GRANT DELETE ON mapping_profile TO crm_admin;

CREATE POLICY mapping_profile_admin_delete_0 ON mapping_profile FOR DELETE TO crm_admin USING (true);

GRANT SELECT ON mapping_profile TO crm_supervisor;

CREATE POLICY mapping_profile_supervisor_select_1 ON mapping_profile FOR SELECT TO crm_supervisor USING (true);

GRANT INSERT ON mapping_profile TO crm_supervisor;

CREATE POLICY mapping_profile_supervisor_insert_1 ON mapping_profile FOR INSERT TO crm_supervisor WITH CHECK (true);

GRANT UPDATE ON mapping_profile TO crm_supervisor;

CREATE POLICY mapping_profile_supervisor_update_1 ON mapping_profile FOR UPDATE TO crm_supervisor USING (true) WITH CHECK (true);

GRANT DELETE ON mapping_profile TO crm_supervisor;

CREATE POLICY mapping_profile_supervisor_delete_1 ON mapping_profile FOR DELETE TO crm_supervisor USING (true);

GRANT SELECT ON mapping_profile TO crm_import;

CREATE POLICY mapping_profile_import_select_2 ON mapping_profile FOR SELECT TO crm_import USING (true);

GRANT INSERT ON mapping_profile TO crm_import;

CREATE POLICY mapping_profile_import_insert_2 ON mapping_profile FOR INSERT TO crm_import WITH CHECK (true);

GRANT UPDATE ON mapping_profile TO crm_import;

CREATE POLICY mapping_profile_import_update_2 ON mapping_profile FOR UPDATE TO crm_import USING (true) WITH CHECK (true);

GRANT DELETE ON mapping_profile TO crm_import;

CREATE POLICY mapping_profile_import_delete_2 ON mapping_profile FOR DELETE TO crm_import USING (true);

GRANT SELECT ON mapping_profile TO crm_system;

CREATE POLICY mapping_profile_system_select_3 ON mapping_profile FOR SELECT TO crm_system USING (true);

ALTER TABLE import_batch ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON import_batch TO crm_admin;

CREATE POLICY import_batch_admin_select_0 ON import_batch FOR SELECT TO crm_admin USING (true);

GRANT INSERT ON import_batch TO crm_admin;

CREATE POLICY import_batch_admin_insert_0 ON import_batch FOR INSERT TO crm_admin WITH CHECK (true);

GRANT UPDATE ON import_batch TO crm_admin;

CREATE POLICY import_batch_admin_update_0 ON import_batch FOR UPDATE TO crm_admin USING (true) WITH CHECK (true);

GRANT DELETE ON import_batch TO crm_admin;

CREATE POLICY import_batch_admin_delete_0 ON import_batch FOR DELETE TO crm_admin USING (true);

GRANT SELECT ON import_batch TO crm_supervisor;

CREATE POLICY import_batch_supervisor_select_1 ON import_batch FOR SELECT TO crm_supervisor USING (true);

GRANT INSERT ON import_batch TO crm_supervisor;

CREATE POLICY import_batch_supervisor_insert_1 ON import_batch FOR INSERT TO crm_supervisor WITH CHECK (true);

GRANT UPDATE ON import_batch TO crm_supervisor;

CREATE POLICY import_batch_supervisor_update_1 ON import_batch FOR UPDATE TO crm_supervisor USING (true) WITH CHECK (true);

GRANT DELETE ON import_batch TO crm_supervisor;

CREATE POLICY import_batch_supervisor_delete_1 ON import_batch FOR DELETE TO crm_supervisor USING (true);

GRANT SELECT ON import_batch TO crm_import;

CREATE POLICY import_batch_import_select_2 ON import_batch FOR SELECT TO crm_import USING (true);

GRANT INSERT ON import_batch TO crm_import;

CREATE POLICY import_batch_import_insert_2 ON import_batch FOR INSERT TO crm_import WITH CHECK (true);

GRANT UPDATE ON import_batch TO crm_import;

CREATE POLICY import_batch_import_update_2 ON import_batch FOR UPDATE TO crm_import USING (true) WITH CHECK (true);

GRANT DELETE ON import_batch TO crm_import;

CREATE POLICY import_batch_import_delete_2 ON import_batch FOR DELETE TO crm_import USING (true);

GRANT SELECT ON import_batch TO crm_system;

CREATE POLICY import_batch_system_select_3 ON import_batch FOR SELECT TO crm_system USING (true);

GRANT INSERT ON import_batch TO crm_system;

CREATE POLICY import_batch_system_insert_3 ON import_batch FOR INSERT TO crm_system WITH CHECK (true);

GRANT UPDATE ON import_batch TO crm_system;

CREATE POLICY import_batch_system_update_3 ON import_batch FOR UPDATE TO crm_system USING (true) WITH CHECK (true);

GRANT DELETE ON import_batch TO crm_system;

CREATE POLICY import_batch_system_delete_3 ON import_batch FOR DELETE TO crm_system USING (true);

ALTER TABLE import_file ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON import_file TO crm_admin;

CREATE POLICY import_file_admin_select_0 ON import_file FOR SELECT TO crm_admin USING (true);

GRANT INSERT ON import_file TO crm_admin;

CREATE POLICY import_file_admin_insert_0 ON import_file FOR INSERT TO crm_admin WITH CHECK (true);

GRANT UPDATE ON import_file TO crm_admin;

CREATE POLICY import_file_admin_update_0 ON import_file FOR UPDATE TO crm_admin USING (true) WITH CHECK (true);

GRANT DELETE ON import_file TO crm_admin;

CREATE POLICY import_file_admin_delete_0 ON import_file FOR DELETE TO crm_admin USING (true);

GRANT SELECT ON import_file TO crm_supervisor;

CREATE POLICY import_file_supervisor_select_1 ON import_file FOR SELECT TO crm_supervisor USING (true);

GRANT INSERT ON import_file TO crm_supervisor;

CREATE POLICY import_file_supervisor_insert_1 ON import_file FOR INSERT TO crm_supervisor WITH CHECK (true);

GRANT UPDATE ON import_file TO crm_supervisor;

CREATE POLICY import_file_supervisor_update_1 ON import_file FOR UPDATE TO crm_supervisor USING (true) WITH CHECK (true);

GRANT DELETE ON import_file TO crm_supervisor;

CREATE POLICY import_file_supervisor_delete_1 ON import_file FOR DELETE TO crm_supervisor USING (true);

GRANT SELECT ON import_file TO crm_import;

CREATE POLICY import_file_import_select_2 ON import_file FOR SELECT TO crm_import USING (true);

GRANT INSERT ON import_file TO crm_import;

CREATE POLICY import_file_import_insert_2 ON import_file FOR INSERT TO crm_import WITH CHECK (true);

GRANT UPDATE ON import_file TO crm_import;

CREATE POLICY import_file_import_update_2 ON import_file FOR UPDATE TO crm_import USING (true) WITH CHECK (true);

GRANT DELETE ON import_file TO crm_import;

CREATE POLICY import_file_import_delete_2 ON import_file FOR DELETE TO crm_import USING (true);

GRANT SELECT ON import_file TO crm_system;

CREATE POLICY import_file_system_select_3 ON import_file FOR SELECT TO crm_system USING (true);

GRANT INSERT ON import_file TO crm_system;

CREATE POLICY import_file_system_insert_3 ON import_file FOR INSERT TO crm_system WITH CHECK (true);

GRANT UPDATE ON import_file TO crm_system;

CREATE POLICY import_file_system_update_3 ON import_file FOR UPDATE TO crm_system USING (true) WITH CHECK (true);

GRANT DELETE ON import_file TO crm_system;

CREATE POLICY import_file_system_delete_3 ON import_file FOR DELETE TO crm_system USING (true);

ALTER TABLE import_reject ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON import_reject TO crm_admin;

CREATE POLICY import_reject_admin_select_0 ON import_reject FOR SELECT TO crm_admin USING (true);

GRANT INSERT ON import_reject TO crm_admin;

CREATE POLICY import_reject_admin_insert_0 ON import_reject FOR INSERT TO crm_admin WITH CHECK (true);

GRANT UPDATE ON import_reject TO crm_admin;

CREATE POLICY import_reject_admin_update_0 ON import_reject FOR UPDATE TO crm_admin USING (true) WITH CHECK (true);

GRANT DELETE ON import_reject TO crm_admin;

CREATE POLICY import_reject_admin_delete_0 ON import_reject FOR DELETE TO crm_admin USING (true);

GRANT SELECT ON import_reject TO crm_supervisor;

CREATE POLICY import_reject_supervisor_select_1 ON import_reject FOR SELECT TO crm_supervisor USING (true);

GRANT INSERT ON import_reject TO crm_supervisor;

CREATE POLICY import_reject_supervisor_insert_1 ON import_reject FOR INSERT TO crm_supervisor WITH CHECK (true);

GRANT UPDATE ON import_reject TO crm_supervisor;

CREATE POLICY import_reject_supervisor_update_1 ON import_reject FOR UPDATE TO crm_supervisor USING (true) WITH CHECK (true);

GRANT DELETE ON import_reject TO crm_supervisor;

CREATE POLICY import_reject_supervisor_delete_1 ON import_reject FOR DELETE TO crm_supervisor USING (true);

GRANT SELECT ON import_reject TO crm_import;

CREATE POLICY import_reject_import_select_2 ON import_reject FOR SELECT TO crm_import USING (true);

GRANT INSERT ON import_reject TO crm_import;

CREATE POLICY import_reject_import_insert_2 ON import_reject FOR INSERT TO crm_import WITH CHECK (true);

GRANT UPDATE ON import_reject TO crm_import;

CREATE POLICY import_reject_import_update_2 ON import_reject FOR UPDATE TO crm_import USING (true) WITH CHECK (true);

GRANT DELETE ON import_reject TO crm_import;

CREATE POLICY import_reject_import_delete_2 ON import_reject FOR DELETE TO crm_import USING (true);

GRANT SELECT ON import_reject TO crm_system;

CREATE POLICY import_reject_system_select_3 ON import_reject FOR SELECT TO crm_system USING (true);

ALTER TABLE import_change ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON import_change TO crm_admin;

CREATE POLICY import_change_admin_select_0 ON import_change FOR SELECT TO crm_admin USING (true);

GRANT SELECT ON import_change TO crm_supervisor;

CREATE POLICY import_change_supervisor_select_1 ON import_change FOR SELECT TO crm_supervisor USING (true);

GRANT SELECT ON import_change TO crm_import;

CREATE POLICY import_change_import_select_2 ON import_change FOR SELECT TO crm_import USING (true);

GRANT INSERT ON import_change TO crm_import;

CREATE POLICY import_change_import_insert_2 ON import_change FOR INSERT TO crm_import WITH CHECK (true);

GRANT UPDATE ON import_change TO crm_import;

CREATE POLICY import_change_import_update_2 ON import_change FOR UPDATE TO crm_import USING (true) WITH CHECK (true);

GRANT DELETE ON import_change TO crm_import;

CREATE POLICY import_change_import_delete_2 ON import_change FOR DELETE TO crm_import USING (true);

GRANT SELECT ON import_change TO crm_system;

CREATE POLICY import_change_system_select_3 ON import_change FOR SELECT TO crm_system USING (true);

ALTER TABLE goal ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON goal TO crm_admin;

CREATE POLICY goal_admin_select_0 ON goal FOR SELECT TO crm_admin USING (true);

GRANT INSERT ON goal TO crm_admin;

CREATE POLICY goal_admin_insert_0 ON goal FOR INSERT TO crm_admin WITH CHECK (true);

GRANT UPDATE ON goal TO crm_admin;

CREATE POLICY goal_admin_update_0 ON goal FOR UPDATE TO crm_admin USING (true) WITH CHECK (true);

GRANT DELETE ON goal TO crm_admin;

CREATE POLICY goal_admin_delete_0 ON goal FOR DELETE TO crm_admin USING (true);

GRANT SELECT ON goal TO crm_supervisor;

CREATE POLICY goal_supervisor_select_1 ON goal FOR SELECT TO crm_supervisor USING (true);

GRANT INSERT ON goal TO crm_supervisor;

CREATE POLICY goal_supervisor_insert_1 ON goal FOR INSERT TO crm_supervisor WITH CHECK (true);

GRANT UPDATE ON goal TO crm_supervisor;

CREATE POLICY goal_supervisor_update_1 ON goal FOR UPDATE TO crm_supervisor USING (true) WITH CHECK (true);

GRANT DELETE ON goal TO crm_supervisor;

CREATE POLICY goal_supervisor_delete_1 ON goal FOR DELETE TO crm_supervisor USING (true);

GRANT SELECT ON goal TO crm_sales;

CREATE POLICY goal_sales_select_2 ON goal FOR SELECT TO crm_sales USING (id = ANY (ARRAY(SELECT t.goal_id FROM monthly_target t WHERE t.seller_id = ANY ((SELECT crm_my_sellers())::bigint[]))));

GRANT SELECT ON goal TO crm_import;

CREATE POLICY goal_import_select_3 ON goal FOR SELECT TO crm_import USING (true);

GRANT SELECT ON goal TO crm_system;

CREATE POLICY goal_system_select_4 ON goal FOR SELECT TO crm_system USING (true);

ALTER TABLE monthly_target ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON monthly_target TO crm_admin;

CREATE POLICY monthly_target_admin_select_0 ON monthly_target FOR SELECT TO crm_admin USING (true);

GRANT INSERT ON monthly_target TO crm_admin;

CREATE POLICY monthly_target_admin_insert_0 ON monthly_target FOR INSERT TO crm_admin WITH CHECK (true);

GRANT UPDATE ON monthly_target TO crm_admin;

CREATE POLICY monthly_target_admin_update_0 ON monthly_target FOR UPDATE TO crm_admin USING (true) WITH CHECK (true);

GRANT DELETE ON monthly_target TO crm_admin;

CREATE POLICY monthly_target_admin_delete_0 ON monthly_target FOR DELETE TO crm_admin USING (true);

GRANT SELECT ON monthly_target TO crm_supervisor;

CREATE POLICY monthly_target_supervisor_select_1 ON monthly_target FOR SELECT TO crm_supervisor USING (true);

GRANT INSERT ON monthly_target TO crm_supervisor;

CREATE POLICY monthly_target_supervisor_insert_2 ON monthly_target FOR INSERT TO crm_supervisor WITH CHECK (NOT (seller_id = ANY ((SELECT crm_my_sellers())::bigint[])));

GRANT UPDATE ON monthly_target TO crm_supervisor;

CREATE POLICY monthly_target_supervisor_update_2 ON monthly_target FOR UPDATE TO crm_supervisor USING (NOT (seller_id = ANY ((SELECT crm_my_sellers())::bigint[]))) WITH CHECK (NOT (seller_id = ANY ((SELECT crm_my_sellers())::bigint[])));

GRANT DELETE ON monthly_target TO crm_supervisor;

CREATE POLICY monthly_target_supervisor_delete_2 ON monthly_target FOR DELETE TO crm_supervisor USING (NOT (seller_id = ANY ((SELECT crm_my_sellers())::bigint[])));

GRANT SELECT ON monthly_target TO crm_sales;

CREATE POLICY monthly_target_sales_select_3 ON monthly_target FOR SELECT TO crm_sales USING (seller_id = ANY ((SELECT crm_my_sellers())::bigint[]));

GRANT SELECT ON monthly_target TO crm_import;

CREATE POLICY monthly_target_import_select_4 ON monthly_target FOR SELECT TO crm_import USING (true);

GRANT SELECT ON monthly_target TO crm_system;

CREATE POLICY monthly_target_system_select_5 ON monthly_target FOR SELECT TO crm_system USING (true);

ALTER TABLE target_change ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON target_change TO crm_admin;

CREATE POLICY target_change_admin_select_0 ON target_change FOR SELECT TO crm_admin USING (true);

GRANT INSERT ON target_change TO crm_admin;

CREATE POLICY target_change_admin_insert_0 ON target_change FOR INSERT TO crm_admin WITH CHECK (true);

GRANT SELECT ON target_change TO crm_supervisor;

CREATE POLICY target_change_supervisor_select_1 ON target_change FOR SELECT TO crm_supervisor USING (true);

GRANT INSERT ON target_change TO crm_supervisor;

CREATE POLICY target_change_supervisor_insert_1 ON target_change FOR INSERT TO crm_supervisor WITH CHECK (true);

GRANT SELECT ON target_change TO crm_import;

CREATE POLICY target_change_import_select_2 ON target_change FOR SELECT TO crm_import USING (true);

GRANT SELECT ON target_change TO crm_system;

CREATE POLICY target_change_system_select_3 ON target_change FOR SELECT TO crm_system USING (true);

ALTER TABLE closed_month ENABLE ROW LEVEL SECURITY;

GRANT SELECT ON closed_month TO crm_admin;

CREATE POLICY closed_month_admin_select_0 ON closed_month FOR SELECT TO crm_admin USING (true);

GRANT INSERT ON closed_month TO crm_admin;

CREATE POLICY closed_month_admin_insert_0 ON closed_month FOR INSERT TO crm_admin WITH CHECK (true);

GRANT UPDATE ON closed_month TO crm_admin;

CREATE POLICY closed_month_admin_update_0 ON closed_month FOR UPDATE TO crm_admin USING (true) WITH CHECK (true);

GRANT DELETE ON closed_month TO crm_admin;

CREATE POLICY closed_month_admin_delete_0 ON closed_month FOR DELETE TO crm_admin USING (true);

GRANT SELECT ON closed_month TO crm_supervisor;

CREATE POLICY closed_month_supervisor_select_1 ON closed_month FOR SELECT TO crm_supervisor USING (true);

GRANT INSERT ON closed_month TO crm_supervisor;

CREATE POLICY closed_month_supervisor_insert_1 ON closed_month FOR INSERT TO crm_supervisor WITH CHECK (true);

GRANT UPDATE ON closed_month TO crm_supervisor;

CREATE POLICY closed_month_supervisor_update_1 ON closed_month FOR UPDATE TO crm_supervisor USING (true) WITH CHECK (true);

GRANT DELETE ON closed_month TO crm_supervisor;

CREATE POLICY closed_month_supervisor_delete_1 ON closed_month FOR DELETE TO crm_supervisor USING (true);

GRANT SELECT ON closed_month TO crm_sales;

CREATE POLICY closed_month_sales_select_2 ON closed_month FOR SELECT TO crm_sales USING (true);

GRANT SELECT ON closed_month TO crm_import;

CREATE POLICY closed_month_import_select_3 ON closed_month FOR SELECT TO crm_import USING (true);

GRANT SELECT ON closed_month TO crm_system;

CREATE POLICY closed_month_system_select_4 ON closed_month FOR SELECT TO crm_system USING (true);

GRANT SELECT ON responsible TO crm_admin, crm_supervisor, crm_sales, crm_import, crm_system;
