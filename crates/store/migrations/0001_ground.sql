-- The ground: organisation over time, accounts, audit, jobs, messages, files, search.
-- {uuid} and {bytes} are the type words of the engine (dialect.rs). Days are ISO text, instants
-- microseconds UTC, JSON is text. No column is filled by the database itself.

create table bureau (
    id {uuid} primary key,
    name text not null,
    root_id {uuid} not null,
    administration text not null,
    demo boolean not null,
    version bigint not null
);

create table unit (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    kind text not null,
    name text not null,
    parent_id {uuid},
    position bigint not null,
    valid_from text not null,
    valid_to text,
    version bigint not null
);
create index unit_by_parent on unit (bureau_id, parent_id, position);

create table unit_name (
    unit_id {uuid} not null references unit (id),
    name text not null,
    valid_from text not null,
    valid_to text,
    primary key (unit_id, valid_from)
);

create table unit_parent (
    unit_id {uuid} not null references unit (id),
    parent_id {uuid},
    valid_from text not null,
    valid_to text,
    primary key (unit_id, valid_from)
);

-- Merge, split and rename leave a link from what was to what is.
create table unit_predecessor (
    unit_id {uuid} not null references unit (id),
    predecessor_id {uuid} not null references unit (id),
    day text not null,
    kind text not null,
    primary key (unit_id, predecessor_id)
);

-- Today's tree: every unit with each of its ancestors and itself (depth 0).
create table unit_closure (
    ancestor_id {uuid} not null references unit (id),
    descendant_id {uuid} not null references unit (id),
    depth bigint not null,
    primary key (ancestor_id, descendant_id)
);
create index unit_closure_up on unit_closure (descendant_id, depth);

create table person (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    name text not null,
    staff_no text,
    initials text not null,
    left_on text,
    -- Protected fields, encrypted under the person's key; the key is wrapped by a key outside the database.
    wrapped_key {bytes},
    phone {bytes},
    phone_index text,
    version bigint not null
);
create index person_by_name on person (bureau_id, name, id);
create index person_by_initials on person (bureau_id, initials);
create unique index person_staff_no on person (bureau_id, staff_no);
create index person_phone on person (phone_index);

create table membership (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    person_id {uuid} not null references person (id),
    unit_id {uuid} not null references unit (id),
    kind text not null,
    title text not null,
    heads boolean not null,
    liaison boolean not null,
    valid_from text not null,
    valid_to text,
    version bigint not null
);
create index membership_by_person on membership (person_id, valid_from);
create index membership_by_unit on membership (unit_id, valid_from);

create table team (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    kind text not null,
    name text not null,
    valid_from text not null,
    valid_to text,
    version bigint not null
);
create index team_by_bureau on team (bureau_id, kind, valid_from);

create table team_member (
    id {uuid} primary key,
    team_id {uuid} not null references team (id),
    role text not null,
    name text not null,
    person_id {uuid},
    position bigint not null,
    valid_from text not null,
    valid_to text,
    version bigint not null
);
create index team_member_by_team on team_member (team_id, position);
create index team_member_by_person on team_member (person_id);

create table account (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    person_id {uuid} not null references person (id),
    login text not null,
    state text not null,
    password text not null,
    created bigint not null,
    version bigint not null
);
create unique index account_login on account (login);
create unique index account_person on account (person_id);

create table slip (
    id {uuid} primary key,
    account_id {uuid} not null references account (id),
    digest text not null,
    expires bigint not null,
    used bigint,
    version bigint not null
);
create unique index slip_digest on slip (digest);
create index slip_by_account on slip (account_id);

create table session (
    id {uuid} primary key,
    account_id {uuid} not null references account (id),
    bureau_id {uuid} not null,
    digest text not null,
    csrf text not null,
    created bigint not null,
    seen bigint not null,
    agent text not null,
    source text not null
);
create unique index session_digest on session (digest);
create index session_by_account on session (account_id, seen);

-- state: active, or proposed until the security administrator confirms it (三员).
create table role_grant (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    account_id {uuid} not null references account (id),
    role text not null,
    unit_id {uuid} not null references unit (id),
    state text not null,
    proposed_by {uuid},
    version bigint not null
);
create unique index role_grant_once on role_grant (account_id, role, unit_id);

-- Failures of one account or one source address; subject is account:… or source:….
create table lockout (
    subject text primary key,
    failures bigint not null,
    locked_until bigint not null,
    updated bigint not null
);

-- One-time link of the first start: only the digest is kept.
create table setup_link (
    digest text primary key,
    created bigint not null,
    used bigint
);

create table setting (
    bureau_id {uuid} not null,
    name text not null,
    value text not null,
    version bigint not null,
    primary key (bureau_id, name)
);

create table audit_entry (
    bureau_id {uuid} not null,
    seq bigint not null,
    at bigint not null,
    account_id {uuid},
    source text not null,
    action text not null,
    noun text not null,
    object_id {uuid} not null,
    fields text not null,
    prev text not null,
    digest text not null,
    primary key (bureau_id, seq)
);
create index audit_by_object on audit_entry (object_id, seq);
create index audit_by_account on audit_entry (bureau_id, account_id, seq);

create table audit_head (
    bureau_id {uuid} primary key,
    seq bigint not null,
    digest text not null
);

-- Refusals are counted per account, action and minute and chained once a minute has passed.
create table refusal (
    bureau_id {uuid} not null,
    account_id {uuid} not null,
    action text not null,
    minute bigint not null,
    times bigint not null,
    primary key (bureau_id, account_id, action, minute)
);

create table job (
    id {uuid} primary key,
    kind text not null,
    payload text not null,
    run_at bigint not null,
    state text not null,
    attempts bigint not null,
    locked_until bigint not null,
    progress bigint not null,
    note text not null,
    created bigint not null
);
create index job_ready on job (state, run_at);

create table message (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    person_id {uuid} not null references person (id),
    reason text not null,
    noun text not null,
    object_id {uuid} not null,
    text text not null,
    due text,
    created bigint not null,
    read_at bigint,
    digested bigint
);
create index message_by_person on message (person_id, created);
create index message_unread on message (person_id, read_at);
create index message_by_object on message (object_id, reason);

-- What a daily digest holds: a step of the ladder is told once per assignment and due day.
create table digest_item (
    message_id {uuid} not null references message (id),
    position bigint not null,
    assignment_id {uuid} not null,
    step text not null,
    due text not null,
    primary key (message_id, position)
);
create index digest_item_told on digest_item (assignment_id, step, due);

create table file (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    digest text not null,
    name text not null,
    media text not null,
    size bigint not null,
    uploader_id {uuid},
    uploaded bigint not null,
    version bigint not null
);
create index file_by_digest on file (bureau_id, digest);

-- An uploaded roster between upload and confirmation. The bytes are sealed, the layout is JSON.
create table roster_import (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    account_id {uuid} not null references account (id),
    name text not null,
    digest text not null,
    layout text not null,
    state text not null,
    created bigint not null,
    version bigint not null
);
create index roster_import_by_bureau on roster_import (bureau_id, created);

create table search_doc (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    noun text not null,
    object_id {uuid} not null,
    title text not null,
    body text not null,
    unit_id {uuid},
    person_id {uuid},
    day text,
    updated bigint not null
);
create unique index search_doc_object on search_doc (noun, object_id);
create index search_doc_recent on search_doc (bureau_id, updated);

create table saved_view (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    person_id {uuid} not null references person (id),
    page text not null,
    name text not null,
    query text not null,
    version bigint not null
);
create index saved_view_by_person on saved_view (person_id, page, name);

create table feed (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    person_id {uuid} not null references person (id),
    digest text not null,
    created bigint not null,
    revoked bigint,
    version bigint not null
);
create unique index feed_digest on feed (digest);
create index feed_by_person on feed (person_id);

create table api_token (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    account_id {uuid} not null references account (id),
    name text not null,
    digest text not null,
    scope text not null,
    created bigint not null,
    seen bigint,
    expires bigint not null,
    revoked bigint,
    version bigint not null
);
create unique index api_token_digest on api_token (digest);
create index api_token_by_account on api_token (account_id);

create table holiday (
    bureau_id {uuid} not null,
    day text not null,
    name text not null,
    off boolean not null,
    paper text not null,
    primary key (bureau_id, day)
);
