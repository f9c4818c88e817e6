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
