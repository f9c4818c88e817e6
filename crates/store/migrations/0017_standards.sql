-- Standards page by the instant at which they were made.
create index standard_by_age on standard (bureau_id, created, id);

-- Files whose table becomes a draft of a standard: what was read, how its columns are taken, what was made.
create table standard_import (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    author_id {uuid} not null,
    file text not null,
    name text not null,
    issuer text not null,
    grids text not null,
    layout text,
    made_id {uuid},
    created bigint not null,
    version bigint not null
);
create index standard_import_by_bureau on standard_import (bureau_id, created, id);
create index standard_import_by_made on standard_import (made_id);

-- Which criteria of two standards ask for the same, and what was carried over by that.
create table crosswalk (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    from_id {uuid} not null references standard (id),
    to_id {uuid} not null references standard (id),
    author_id {uuid} not null,
    created bigint not null,
    version bigint not null
);
create index crosswalk_by_bureau on crosswalk (bureau_id, created, id);
create unique index crosswalk_by_ends on crosswalk (from_id, to_id);

create table crosswalk_pair (
    crosswalk_id {uuid} not null references crosswalk (id),
    from_id {uuid} not null references criterion (id),
    to_id {uuid} not null references criterion (id),
    bureau_id {uuid} not null,
    extent text not null,
    state text not null,
    reason text not null,
    author_id {uuid},
    changed bigint not null,
    primary key (crosswalk_id, from_id, to_id)
);

create table crosswalk_use (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    crosswalk_id {uuid} not null references crosswalk (id),
    from_id {uuid} not null references assessment (id),
    to_id {uuid} not null references assessment (id),
    claims text not null,
    links text not null,
    author_id {uuid} not null,
    created bigint not null,
    undone bigint,
    version bigint not null
);
create index crosswalk_use_by_crosswalk on crosswalk_use (crosswalk_id, created, id);
