CREATE TABLE app_user (
    id BIGSERIAL NOT NULL,
    email TEXT DEFAULT '' NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    role TEXT DEFAULT 'sales' NOT NULL,
    locale TEXT DEFAULT 'es' NOT NULL,
    theme TEXT DEFAULT 'system' NOT NULL,
    phone TEXT DEFAULT '' NOT NULL,
    is_active BOOLEAN DEFAULT 'true' NOT NULL,
    last_sign_in_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by BIGINT,
    PRIMARY KEY (id),
    FOREIGN KEY(created_by) REFERENCES app_user (id)
);

CREATE UNIQUE INDEX app_user_email ON app_user (lower(email));

CREATE TABLE login_attempt (
    id BIGSERIAL NOT NULL,
    email TEXT DEFAULT '' NOT NULL,
    address TEXT DEFAULT '' NOT NULL,
    succeeded BOOLEAN DEFAULT 'false' NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX login_attempt_email ON login_attempt (email, at);

CREATE INDEX login_attempt_address ON login_attempt (address, at);

CREATE TABLE product_family (
    id BIGSERIAL NOT NULL,
    code VARCHAR NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    parent_id BIGINT,
    import_id BIGINT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (code),
    FOREIGN KEY(parent_id) REFERENCES product_family (id)
);

CREATE INDEX ix_product_family_parent_id ON product_family (parent_id);

CREATE TABLE import_change (
    id BIGSERIAL NOT NULL,
    import_id BIGINT NOT NULL,
    subject TEXT DEFAULT '' NOT NULL,
    key TEXT DEFAULT '' NOT NULL,
    action TEXT DEFAULT '' NOT NULL,
    prior_import_id BIGINT,
    prior JSONB,
    PRIMARY KEY (id)
);

CREATE INDEX import_change_key ON import_change (subject, key, import_id);

CREATE INDEX import_change_prior ON import_change (prior_import_id);

CREATE INDEX import_change_import ON import_change (import_id, subject);

CREATE TABLE sale_line (
    doc_no TEXT COLLATE "C" DEFAULT '' NOT NULL,
    line_no INTEGER NOT NULL,
    series TEXT COLLATE "C" DEFAULT '' NOT NULL,
    doc_type TEXT COLLATE "C" DEFAULT '' NOT NULL,
    source TEXT COLLATE "C" DEFAULT '' NOT NULL,
    date DATE NOT NULL,
    original_date DATE,
    import_id BIGINT NOT NULL,
    client_id BIGINT NOT NULL,
    product_id BIGINT,
    family_id BIGINT,
    seller_id BIGINT,
    credited_id BIGINT,
    quantity NUMERIC(16, 4) DEFAULT '0' NOT NULL,
    amount NUMERIC(16, 4) DEFAULT '0' NOT NULL,
    cost NUMERIC(16, 4),
    PRIMARY KEY (doc_no, line_no, series, doc_type, source)
);

CREATE INDEX sale_line_client ON sale_line (client_id, date);

CREATE INDEX sale_line_credited ON sale_line (credited_id, date);

CREATE INDEX sale_line_date ON sale_line USING brin (date);

CREATE INDEX sale_line_import ON sale_line USING brin (import_id);

CREATE TABLE client_month (
    client_id BIGINT NOT NULL,
    month DATE NOT NULL,
    amount NUMERIC(16, 4) DEFAULT '0' NOT NULL,
    quantity NUMERIC(16, 4) DEFAULT '0' NOT NULL,
    orders BIGINT DEFAULT '0' NOT NULL,
    lines BIGINT DEFAULT '0' NOT NULL,
    first_date DATE NOT NULL,
    last_date DATE NOT NULL,
    PRIMARY KEY (client_id, month),
    CONSTRAINT client_month_first CHECK (month = date_trunc('month', month)::date)
);

CREATE INDEX client_month_month ON client_month (month) INCLUDE (client_id, amount);

CREATE TABLE month_fact (
    month DATE NOT NULL,
    family_id BIGINT NOT NULL,
    seller_id BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    amount NUMERIC(16, 4) DEFAULT '0' NOT NULL,
    quantity NUMERIC(16, 4) DEFAULT '0' NOT NULL,
    cost NUMERIC(16, 4) DEFAULT '0' NOT NULL,
    lines BIGINT DEFAULT '0' NOT NULL,
    orders BIGINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (month, family_id, seller_id, owner_id),
    CONSTRAINT month_fact_first CHECK (month = date_trunc('month', month)::date)
);

CREATE INDEX ix_month_fact_seller_id ON month_fact (seller_id);

CREATE TABLE day_fact (
    date DATE NOT NULL,
    seller_id BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    amount NUMERIC(16, 4) DEFAULT '0' NOT NULL,
    quantity NUMERIC(16, 4) DEFAULT '0' NOT NULL,
    lines BIGINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (date, seller_id, owner_id)
);

CREATE TABLE user_secret (
    user_id BIGINT NOT NULL,
    password_hash TEXT DEFAULT '' NOT NULL,
    must_change BOOLEAN DEFAULT 'false' NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (user_id),
    FOREIGN KEY(user_id) REFERENCES app_user (id) ON DELETE CASCADE
);

CREATE TABLE login_session (
    id BIGSERIAL NOT NULL,
    token_hash VARCHAR NOT NULL,
    user_id BIGINT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    user_agent TEXT DEFAULT '' NOT NULL,
    address TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (token_hash),
    FOREIGN KEY(user_id) REFERENCES app_user (id) ON DELETE CASCADE
);

CREATE INDEX ix_login_session_user_id ON login_session (user_id);

CREATE TABLE refresh_token (
    id BIGSERIAL NOT NULL,
    family VARCHAR NOT NULL,
    user_id BIGINT NOT NULL,
    token_hash VARCHAR NOT NULL,
    issued_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (id),
    FOREIGN KEY(user_id) REFERENCES app_user (id) ON DELETE CASCADE,
    UNIQUE (token_hash)
);

CREATE INDEX ix_refresh_token_family ON refresh_token (family);

CREATE INDEX ix_refresh_token_user_id ON refresh_token (user_id);

CREATE TABLE audit_event (
    id BIGSERIAL NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    actor_id BIGINT,
    verb TEXT DEFAULT '' NOT NULL,
    subject TEXT DEFAULT '' NOT NULL,
    subject_id BIGINT,
    detail JSONB DEFAULT '{}' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(actor_id) REFERENCES app_user (id)
);

CREATE INDEX audit_event_subject ON audit_event (subject, subject_id, id);

CREATE INDEX ix_audit_event_actor_id ON audit_event (actor_id);

CREATE TABLE setting (
    key VARCHAR NOT NULL,
    value JSONB DEFAULT '{}' NOT NULL,
    version BIGINT DEFAULT '1' NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by BIGINT,
    PRIMARY KEY (key),
    FOREIGN KEY(updated_by) REFERENCES app_user (id)
);

CREATE TABLE holiday (
    day DATE NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by BIGINT,
    PRIMARY KEY (day),
    FOREIGN KEY(created_by) REFERENCES app_user (id)
);

CREATE TABLE idempotency_key (
    user_id BIGINT NOT NULL,
    key VARCHAR NOT NULL,
    request_hash TEXT DEFAULT '' NOT NULL,
    status BIGINT DEFAULT '0' NOT NULL,
    answer JSONB,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (user_id, key),
    FOREIGN KEY(user_id) REFERENCES app_user (id) ON DELETE CASCADE
);

CREATE TABLE seller (
    id BIGSERIAL NOT NULL,
    code VARCHAR NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    position TEXT DEFAULT '' NOT NULL,
    email TEXT DEFAULT '' NOT NULL,
    manager_code TEXT DEFAULT '' NOT NULL,
    user_id BIGINT,
    import_id BIGINT,
    extra JSONB DEFAULT '{}' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (code),
    FOREIGN KEY(user_id) REFERENCES app_user (id)
);

CREATE INDEX ix_seller_user_id ON seller (user_id);

CREATE TABLE product (
    id BIGSERIAL NOT NULL,
    code VARCHAR NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    family_id BIGINT,
    unit TEXT DEFAULT '' NOT NULL,
    is_active BOOLEAN DEFAULT 'true' NOT NULL,
    import_id BIGINT,
    extra JSONB DEFAULT '{}' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (code),
    FOREIGN KEY(family_id) REFERENCES product_family (id)
);

CREATE INDEX ix_product_family_id ON product (family_id);

CREATE TABLE goal (
    id BIGSERIAL NOT NULL,
    variable TEXT DEFAULT 'revenue' NOT NULL,
    family_id BIGINT,
    year_start DATE NOT NULL,
    direction TEXT DEFAULT 'higher' NOT NULL,
    status TEXT DEFAULT 'active' NOT NULL,
    stated_total NUMERIC(16, 4),
    version BIGINT DEFAULT '1' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by BIGINT,
    PRIMARY KEY (id),
    CONSTRAINT goal_year_first CHECK (year_start = date_trunc('month', year_start)::date),
    FOREIGN KEY(family_id) REFERENCES product_family (id),
    FOREIGN KEY(created_by) REFERENCES app_user (id)
);

CREATE UNIQUE INDEX goal_scope ON goal (variable, family_id, year_start) NULLS NOT DISTINCT;

CREATE TABLE closed_month (
    month DATE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    closed_by BIGINT,
    PRIMARY KEY (month),
    FOREIGN KEY(closed_by) REFERENCES app_user (id)
);

CREATE TABLE mapping_profile (
    id BIGSERIAL NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    fingerprint VARCHAR NOT NULL,
    mapping JSONB DEFAULT '{}' NOT NULL,
    version BIGINT DEFAULT '1' NOT NULL,
    uses BIGINT DEFAULT '0' NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by BIGINT,
    PRIMARY KEY (id),
    UNIQUE (fingerprint),
    FOREIGN KEY(created_by) REFERENCES app_user (id)
);

CREATE TABLE client (
    id BIGSERIAL NOT NULL,
    code VARCHAR NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    tax_id TEXT DEFAULT '' NOT NULL,
    contact TEXT DEFAULT '' NOT NULL,
    position TEXT DEFAULT '' NOT NULL,
    phone TEXT DEFAULT '' NOT NULL,
    email TEXT DEFAULT '' NOT NULL,
    address TEXT DEFAULT '' NOT NULL,
    postal_code TEXT DEFAULT '' NOT NULL,
    city TEXT DEFAULT '' NOT NULL,
    region TEXT DEFAULT '' NOT NULL,
    country TEXT DEFAULT '' NOT NULL,
    segment TEXT DEFAULT '' NOT NULL,
    created_on DATE,
    latitude NUMERIC(9, 6),
    longitude NUMERIC(9, 6),
    owner_id BIGINT,
    extra JSONB DEFAULT '{}' NOT NULL,
    import_id BIGINT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    sort_name TEXT GENERATED ALWAYS AS (crm_fold(name)) STORED,
    search TEXT GENERATED ALWAYS AS (crm_fold(code || ' ' || name || ' ' || tax_id || ' ' || city || ' ' || postal_code)) STORED,
    PRIMARY KEY (id),
    UNIQUE (code),
    FOREIGN KEY(owner_id) REFERENCES seller (id)
);

CREATE INDEX ix_client_owner_id ON client (owner_id);

CREATE INDEX client_sort ON client (sort_name, id);

CREATE INDEX client_search ON client USING gin (search gin_trgm_ops);

CREATE TABLE monthly_target (
    id BIGSERIAL NOT NULL,
    goal_id BIGINT NOT NULL,
    seller_id BIGINT NOT NULL,
    month DATE NOT NULL,
    value NUMERIC(16, 4) DEFAULT '0' NOT NULL,
    version BIGINT DEFAULT '1' NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    updated_by BIGINT,
    PRIMARY KEY (id),
    CONSTRAINT monthly_target_first CHECK (month = date_trunc('month', month)::date),
    CONSTRAINT monthly_target_not_negative CHECK (value >= 0),
    FOREIGN KEY(goal_id) REFERENCES goal (id) ON DELETE CASCADE,
    FOREIGN KEY(seller_id) REFERENCES seller (id),
    FOREIGN KEY(updated_by) REFERENCES app_user (id)
);

CREATE UNIQUE INDEX monthly_target_cell ON monthly_target (goal_id, seller_id, month);

CREATE INDEX ix_monthly_target_seller_id ON monthly_target (seller_id);

CREATE TABLE target_change (
    id BIGSERIAL NOT NULL,
    act_id BIGINT NOT NULL,
    goal_id BIGINT NOT NULL,
    seller_id BIGINT NOT NULL,
    month DATE NOT NULL,
    prior NUMERIC(16, 4),
    value NUMERIC(16, 4),
    PRIMARY KEY (id),
    FOREIGN KEY(act_id) REFERENCES audit_event (id),
    FOREIGN KEY(goal_id) REFERENCES goal (id) ON DELETE CASCADE,
    FOREIGN KEY(seller_id) REFERENCES seller (id)
);

CREATE INDEX ix_target_change_act_id ON target_change (act_id);

CREATE TABLE import_batch (
    id BIGSERIAL NOT NULL,
    way TEXT DEFAULT 'upload' NOT NULL,
    file_name TEXT DEFAULT '' NOT NULL,
    sha256 TEXT DEFAULT '' NOT NULL,
    size BIGINT DEFAULT '0' NOT NULL,
    format TEXT DEFAULT '' NOT NULL,
    kind TEXT,
    state TEXT DEFAULT 'queued' NOT NULL,
    outcome TEXT,
    mapping JSONB,
    profile_id BIGINT,
    duplicate_of BIGINT,
    error_key TEXT,
    error_params JSONB DEFAULT '{}' NOT NULL,
    inspection JSONB,
    lines_read BIGINT DEFAULT '0' NOT NULL,
    accepted BIGINT DEFAULT '0' NOT NULL,
    refused BIGINT DEFAULT '0' NOT NULL,
    left_out BIGINT DEFAULT '0' NOT NULL,
    new_lines BIGINT DEFAULT '0' NOT NULL,
    replaced_lines BIGINT DEFAULT '0' NOT NULL,
    removed_lines BIGINT DEFAULT '0' NOT NULL,
    unchanged_lines BIGINT DEFAULT '0' NOT NULL,
    total_amount NUMERIC(16, 4),
    total_quantity NUMERIC(16, 4),
    control_total NUMERIC(16, 4),
    control_agrees BOOLEAN,
    date_from DATE,
    date_to DATE,
    as_of DATE,
    changes JSONB DEFAULT '{}' NOT NULL,
    progress BIGINT DEFAULT '0' NOT NULL,
    progress_total BIGINT DEFAULT '0' NOT NULL,
    step TEXT DEFAULT '' NOT NULL,
    cancel_requested BOOLEAN DEFAULT 'false' NOT NULL,
    attempts BIGINT DEFAULT '0' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by BIGINT,
    started_at TIMESTAMP WITH TIME ZONE,
    finished_at TIMESTAMP WITH TIME ZONE,
    undone_at TIMESTAMP WITH TIME ZONE,
    undone_by BIGINT,
    PRIMARY KEY (id),
    FOREIGN KEY(profile_id) REFERENCES mapping_profile (id),
    FOREIGN KEY(duplicate_of) REFERENCES import_batch (id),
    FOREIGN KEY(created_by) REFERENCES app_user (id),
    FOREIGN KEY(undone_by) REFERENCES app_user (id)
);

CREATE INDEX import_batch_waiting ON import_batch (id) WHERE state IN ('queued', 'running');

CREATE INDEX import_batch_sha256 ON import_batch (sha256);

CREATE TABLE client_owner (
    id BIGSERIAL NOT NULL,
    client_id BIGINT NOT NULL,
    seller_id BIGINT NOT NULL,
    from_date DATE NOT NULL,
    until_date DATE,
    import_id BIGINT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_by BIGINT,
    PRIMARY KEY (id),
    CONSTRAINT client_owner_half_open CHECK (until_date IS NULL OR until_date > from_date),
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
    FOREIGN KEY(seller_id) REFERENCES seller (id),
    FOREIGN KEY(created_by) REFERENCES app_user (id)
);

CREATE INDEX ix_client_owner_seller_id ON client_owner (seller_id);

CREATE UNIQUE INDEX client_owner_one_start ON client_owner (client_id, from_date);

CREATE UNIQUE INDEX client_owner_one_current ON client_owner (client_id) WHERE until_date IS NULL;

CREATE TABLE import_file (
    import_id BIGINT NOT NULL,
    part INTEGER NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (import_id, part),
    FOREIGN KEY(import_id) REFERENCES import_batch (id) ON DELETE CASCADE
);

CREATE TABLE import_reject (
    id BIGSERIAL NOT NULL,
    import_id BIGINT NOT NULL,
    row BIGINT DEFAULT '0' NOT NULL,
    data_row BIGINT DEFAULT '0' NOT NULL,
    column_name TEXT DEFAULT '' NOT NULL,
    value TEXT DEFAULT '' NOT NULL,
    code TEXT DEFAULT '' NOT NULL,
    params JSONB DEFAULT '{}' NOT NULL,
    cells JSONB DEFAULT '{}' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(import_id) REFERENCES import_batch (id) ON DELETE CASCADE
);

CREATE INDEX import_reject_import ON import_reject (import_id, row, id);
