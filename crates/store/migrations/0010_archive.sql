-- 归档包: one row per edition of a filed paper.
create table paper_filing (
    paper_id {uuid} not null references paper (id),
    edition bigint not null,
    bureau_id {uuid} not null,
    fonds text not null,
    year bigint not null,
    term text not null,
    body text not null,
    item bigint not null,
    approval text not null,
    transfer bigint not null,
    file_id {uuid} references file (id),
    person_id {uuid} not null references person (id),
    at bigint not null,
    reason text not null,
    primary key (paper_id, edition)
);
create index paper_filing_by_year on paper_filing (bureau_id, year, item, paper_id);
