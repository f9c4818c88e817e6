-- Standards and what is assessed by them. A version of a standard is a text that never changes once
-- it was published; its nodes stand in rows too, because records, tasks and answers hang on them.

create table standard (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    family_id {uuid} not null,
    number bigint not null,
    state text not null,
    name text not null,
    issuer text not null,
    level text not null,
    region text not null,
    edition text not null,
    source text not null,
    partial boolean not null,
    body text not null,
    follows_id {uuid},
    author_id {uuid},
    created bigint not null,
    published_on text,
    version bigint not null
);
create index standard_by_bureau on standard (bureau_id, family_id, number);

create table criterion (
    id {uuid} primary key,
    standard_id {uuid} not null references standard (id),
    lineage_id {uuid} not null,
    position bigint not null,
    code text not null,
    title text not null,
    -- Without children: it is answered.
    leaf boolean not null
);
create index criterion_by_standard on criterion (standard_id, position);
create index criterion_by_lineage on criterion (lineage_id);

-- Which record stands behind which criterion.
create table criterion_link (
    criterion_id {uuid} not null references criterion (id),
    record_id {uuid} not null references record (id),
    bureau_id {uuid} not null,
    state text not null,
    reason text not null,
    author_id {uuid},
    changed bigint not null,
    primary key (criterion_id, record_id)
);
create index criterion_link_by_record on criterion_link (record_id);

-- Which task serves which criterion.
create table criterion_task (
    criterion_id {uuid} not null references criterion (id),
    task_id {uuid} not null references task (id),
    bureau_id {uuid} not null,
    primary key (criterion_id, task_id)
);
create index criterion_task_by_task on criterion_task (task_id);

create table assessment (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    standard_id {uuid} not null references standard (id),
    unit_id {uuid} not null references unit (id),
    valid_from text not null,
    valid_to text not null,
    unit_kind text not null,
    state text not null,
    follows_id {uuid},
    created bigint not null,
    version bigint not null
);
create index assessment_by_bureau on assessment (bureau_id, created, id);

-- An answer is ended by the next one, never overwritten: the score of any instant can be worked out.
create table claim (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    assessment_id {uuid} not null references assessment (id),
    track text not null,
    criterion_id {uuid} not null references criterion (id),
    answer text not null,
    reason text not null,
    records text not null,
    author_id {uuid},
    made bigint not null,
    ended bigint
);
create index claim_by_assessment on claim (assessment_id, ended);

create table assessment_note (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    assessment_id {uuid} not null references assessment (id),
    kind text not null,
    rule text not null,
    note text not null,
    points bigint,
    day text not null,
    reported text,
    heads bigint not null,
    author_id {uuid},
    made bigint not null,
    ended bigint
);
create index assessment_note_by_assessment on assessment_note (assessment_id, made);

create table snapshot (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    assessment_id {uuid} not null references assessment (id),
    track text not null,
    name text not null,
    as_of text not null,
    made bigint not null,
    total bigint not null,
    known bigint not null,
    full_points bigint,
    digest text not null,
    author_id {uuid}
);
create index snapshot_by_assessment on snapshot (assessment_id, made);
