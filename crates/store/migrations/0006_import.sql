-- Imports and backups as jobs with progress. Both tables are of one installation: they are not
-- carried along by a backup (transfer.rs).

create table import (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    account_id {uuid} not null references account (id),
    kind text not null,
    name text not null,
    size bigint not null,
    upload_id {uuid},
    digest text not null,
    charset text not null,
    revises_id {uuid},
    job_id {uuid} not null,
    state text not null,
    note text not null,
    made_id {uuid},
    created bigint not null,
    ended bigint,
    version bigint not null
);
create index import_by_bureau on import (bureau_id, created, id);
create index import_waiting on import (state, created);

create table backup (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    name text not null,
    state text not null,
    scheduled boolean not null,
    job_id {uuid} not null,
    created bigint not null,
    size bigint not null,
    digest text not null,
    schema_number bigint not null,
    row_count bigint not null,
    file_count bigint not null,
    version bigint not null
);
create index backup_by_age on backup (created, id);

-- Jobs stand on a page: whose they are, what came out, when they ended.
alter table job add column bureau_id {uuid};
alter table job add column outcome text;
alter table job add column ended bigint;
create index job_by_bureau on job (bureau_id, state, created, id);

-- The clockwork of before had no payload.
delete from job where kind = 'clockwork';
