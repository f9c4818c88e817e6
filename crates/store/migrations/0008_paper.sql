-- Papers: the row, every version of the text, every step, the register of numbers, and who got it.

create table paper (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    template text not null,
    title text not null,
    state text not null,
    author_id {uuid} not null references person (id),
    unit_id {uuid} not null references unit (id),
    plan_id {uuid},
    -- The newest version of the text and its digest.
    text_number bigint not null,
    digest text not null,
    -- What was signed, by whom and when; empty again after a return.
    signed_digest text,
    signer_id {uuid},
    signed_on text,
    code text,
    year bigint,
    ordinal bigint,
    issued_on text,
    void_reason text not null,
    created bigint not null,
    updated bigint not null,
    version bigint not null
);
create index paper_by_bureau on paper (bureau_id, updated, id);
create index paper_by_state on paper (bureau_id, state, updated, id);

-- A version is never changed once written.
create table paper_text (
    paper_id {uuid} not null references paper (id),
    number bigint not null,
    bureau_id {uuid} not null,
    text text not null,
    digest text not null,
    author_id {uuid} not null references person (id),
    at bigint not null,
    primary key (paper_id, number)
);

-- 审批记录: one line per step.
create table paper_step (
    paper_id {uuid} not null references paper (id),
    version bigint not null,
    bureau_id {uuid} not null,
    at bigint not null,
    person_id {uuid} not null references person (id),
    step text not null,
    state text not null,
    note text not null,
    digest text not null,
    primary key (paper_id, version)
);

create table paper_comment (
    id {uuid} primary key,
    paper_id {uuid} not null references paper (id),
    bureau_id {uuid} not null,
    at bigint not null,
    author_id {uuid} not null references person (id),
    text_number bigint not null,
    text text not null
);
create index paper_comment_by_paper on paper_comment (paper_id, at, id);

-- What the figures of a paper were made from.
create table paper_source (
    paper_id {uuid} not null references paper (id),
    record_id {uuid} not null references record (id),
    primary key (paper_id, record_id)
);

-- The last serial of a 机关代字 and year; its row is locked while a number is taken.
create table paper_counter (
    bureau_id {uuid} not null,
    code text not null,
    year bigint not null,
    last bigint not null,
    primary key (bureau_id, code, year)
);

-- 发文登记簿: one row per number ever given; voided ones stay.
create table paper_number (
    bureau_id {uuid} not null,
    code text not null,
    year bigint not null,
    ordinal bigint not null,
    paper_id {uuid} not null references paper (id),
    person_id {uuid} not null references person (id),
    at bigint not null,
    voided bigint,
    reason text not null,
    primary key (bureau_id, code, year, ordinal)
);
create index paper_number_by_paper on paper_number (paper_id);

create table paper_delivery (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    paper_id {uuid} not null references paper (id),
    unit_id {uuid} references unit (id),
    person_id {uuid} references person (id),
    sent bigint not null,
    read_at bigint,
    reader_id {uuid},
    receipted bigint,
    receiver_id {uuid},
    urged bigint,
    version bigint not null
);
create index paper_delivery_by_paper on paper_delivery (paper_id, sent, id);
create index paper_delivery_by_unit on paper_delivery (unit_id, paper_id);
create index paper_delivery_by_person on paper_delivery (person_id, paper_id);
