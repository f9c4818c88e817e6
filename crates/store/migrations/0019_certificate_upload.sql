-- Certificates of persons. One that holds for good expires on the last day of the calendar, so that lists
-- stand in one order.
create table certificate (
    id {uuid} primary key,
    bureau_id {uuid} not null references bureau (id),
    person_id {uuid} not null references person (id),
    name text not null,
    issuer text not null,
    number text not null,
    issued text not null,
    expires text not null,
    void_reason text not null,
    told text,
    created bigint not null,
    updated bigint not null,
    version bigint not null
);
create index certificate_by_expiry on certificate (bureau_id, expires, id);
create index certificate_by_person on certificate (person_id, expires, id);

-- Files that come in pieces: how much of one is there is told by the file itself.
create table upload (
    id {uuid} primary key,
    bureau_id {uuid} not null references bureau (id),
    person_id {uuid} not null references person (id),
    record_id {uuid} not null,
    name text not null,
    size bigint not null,
    mark text not null,
    created bigint not null
);
create index upload_by_person on upload (person_id, record_id);
