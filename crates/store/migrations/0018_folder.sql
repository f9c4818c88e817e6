-- Folders of papers and photos of before: their files, and the activities that were guessed of them.

create table folder (
    id {uuid} primary key,
    bureau_id {uuid} not null references bureau (id),
    account_id {uuid} not null references account (id),
    name text not null,
    state text not null,
    job_id {uuid},
    created bigint not null,
    version bigint not null
);
create index folder_by_bureau on folder (bureau_id, created, id);
create index folder_by_account on folder (account_id, created, id);

create table bundle (
    id {uuid} primary key,
    folder_id {uuid} not null references folder (id),
    bureau_id {uuid} not null,
    position bigint not null,
    state text not null,
    title text not null,
    -- As it was guessed or typed, right or wrong.
    day text not null,
    kind text not null,
    unit_id {uuid} not null references unit (id),
    body text not null,
    first_only boolean not null,
    -- Why it was guessed so, as JSON.
    reasons text not null,
    record_id {uuid} references record (id),
    version bigint not null
);
create index bundle_by_folder on bundle (folder_id, state, position);
create index bundle_by_record on bundle (record_id);

create table folder_file (
    folder_id {uuid} not null references folder (id),
    position bigint not null,
    bureau_id {uuid} not null,
    path text not null,
    upload_id {uuid},
    digest text not null,
    size bigint not null,
    file_id {uuid} references file (id),
    bundle_id {uuid} references bundle (id),
    -- Why it was left out; what a paper says, as JSON.
    note text not null,
    told text not null,
    primary key (folder_id, position)
);
create index folder_file_by_bundle on folder_file (bundle_id, position);
create index folder_file_by_digest on folder_file (bureau_id, digest);
create index folder_file_waiting on folder_file (upload_id);
