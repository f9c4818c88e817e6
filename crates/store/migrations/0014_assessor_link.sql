-- How papers stand in the volume of a build, and links by which assessors read an assessment from outside.

alter table dossier add column form text not null default 'full';
alter table dossier add column volumes bigint not null default 0;

create table assessor_link (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    assessment_id {uuid} not null references assessment (id),
    name text not null,
    digest text not null,
    scores boolean not null,
    author_id {uuid} not null references person (id),
    created bigint not null,
    expires bigint not null,
    revoked bigint,
    views bigint not null,
    seen bigint,
    version bigint not null
);
create unique index assessor_link_by_digest on assessor_link (digest);
create index assessor_link_by_assessment on assessor_link (assessment_id, created, id);
