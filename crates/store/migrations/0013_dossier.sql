-- Builds of inspection files. The files themselves stand in the folder of data and can be made anew
-- at any time, so that no backup carries them.

create table dossier (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    assessment_id {uuid} not null references assessment (id),
    state text not null,
    job_id {uuid} not null,
    author_id {uuid} not null references person (id),
    created bigint not null,
    as_of text not null,
    archive_size bigint not null,
    archive_digest text not null,
    parts text not null,
    version bigint not null
);
create index dossier_by_assessment on dossier (assessment_id, created, id);
