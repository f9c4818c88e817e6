-- Every verdict on a record: what was returned, and why, stays readable after it was filed again.
create table record_verdict (
    record_id {uuid} not null references record (id),
    version bigint not null,
    bureau_id {uuid} not null,
    at bigint not null,
    reviewer_id {uuid} not null references person (id),
    state text not null,
    reason text,
    note text not null,
    primary key (record_id, version)
);
