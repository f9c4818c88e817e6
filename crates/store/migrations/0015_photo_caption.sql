-- What the filer of a record writes under its photos.
create table photo_caption (
    record_id {uuid} not null references record (id),
    file_id {uuid} not null references file (id),
    reason text not null,
    time text not null,
    place text not null,
    people text not null,
    background text not null,
    photographer text not null,
    primary key (record_id, file_id)
);
