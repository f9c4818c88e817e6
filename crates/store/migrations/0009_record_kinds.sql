-- Kinds of record of a bureau's own; fields, steps and attendance of records; exact figures.

create table record_kind (
    id {uuid} primary key,
    bureau_id {uuid} not null references bureau (id),
    kind text not null,
    number bigint not null,
    state text not null,
    body text not null,
    created bigint not null,
    updated bigint not null,
    version bigint not null
);
create index record_kind_by_bureau on record_kind (bureau_id, kind, number);

create table record_detail (
    record_id {uuid} not null references record (id),
    position bigint not null,
    field text not null,
    label text not null,
    value text not null,
    primary key (record_id, position)
);

create table record_person (
    record_id {uuid} not null references record (id),
    person_id {uuid} not null references person (id),
    minutes bigint,
    primary key (record_id, person_id)
);
create index record_person_back on record_person (person_id, record_id);

create index record_by_kind on record (bureau_id, kind, day, id, state);

-- The value once more in 1/10 000, so that the database adds up; none while it is no number.
alter table record_figure add column amount bigint;
update record_figure set amount = cast(round(cast(value as decimal(20, 4)) * 10000) as bigint)
    where record_id in (select id from record where state in ('filed', 'accepted'));

-- When a record was handed in last: what was filed long after its day is 补录, and marked.
alter table record add column filed bigint;
update record set filed = updated where state in ('filed', 'accepted', 'returned');
