-- What is known of photos, by which texts are found again, and what was seen on records.

create table photo (
    file_id {uuid} primary key references file (id),
    bureau_id {uuid} not null,
    taken text,
    width bigint not null,
    height bigint not null,
    hash bigint,
    mirror bigint,
    band_a bigint,
    band_b bigint,
    band_c bigint,
    band_d bigint
);
create index photo_by_a on photo (bureau_id, band_a, hash, file_id);
create index photo_by_b on photo (bureau_id, band_b, hash, file_id);
create index photo_by_c on photo (bureau_id, band_c, hash, file_id);
create index photo_by_d on photo (bureau_id, band_d, hash, file_id);

create table record_band (
    record_id {uuid} not null references record (id),
    band bigint not null,
    bureau_id {uuid} not null,
    value bigint not null,
    primary key (record_id, band)
);
create index record_band_value on record_band (bureau_id, band, value, record_id);
create index record_by_filing on record (unit_id, filed, day);

create table remark (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    record_id {uuid} not null references record (id),
    kind text not null,
    file_id {uuid},
    other_id {uuid},
    seen text not null,
    explanation text not null,
    stands boolean not null,
    created bigint not null,
    version bigint not null
);
create index remark_of_record on remark (record_id, created, id);
