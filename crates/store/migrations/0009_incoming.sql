-- 收文登记.
create table incoming (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    year bigint not null,
    ordinal bigint not null,
    origin text not null,
    number text not null,
    title text not null,
    received text not null,
    due text,
    note text not null,
    unit_id {uuid} references unit (id),
    person_id {uuid} references person (id),
    file_id {uuid} references file (id),
    state text not null,
    outcome text not null,
    draft_id {uuid},
    registrar_id {uuid} not null references person (id),
    created bigint not null,
    version bigint not null
);
create index incoming_by_bureau on incoming (bureau_id, received, id);
