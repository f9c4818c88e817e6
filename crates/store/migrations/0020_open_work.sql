-- What is open of one person and of one unit, and what they only know of, is a small part of all that
-- years have left with them: it has an order of its own, so that a list of it reads nothing else.

create index assignment_open_by_person on assignment (person_id, bureau_id, due_key, id, waiting, state, part, valid_to)
    where part in ('lead', 'doer') and valid_to is null and state in ('todo', 'doing', 'returned', 'review');
create index assignment_open_by_unit on assignment (unit_id, bureau_id, due_key, id, waiting, state, part, valid_to, person_id)
    where part in ('lead', 'doer') and valid_to is null and state in ('todo', 'doing', 'returned', 'review');
create index assignment_beside_by_person on assignment (person_id, bureau_id, due_key, id, waiting, state, part, valid_to)
    where part in ('copied', 'support', 'leader') and state not in ('void', 'done') and valid_to is null;
create index assignment_beside_by_unit on assignment (unit_id, bureau_id, due_key, id, waiting, state, part, valid_to, person_id)
    where part in ('copied', 'support', 'leader') and state not in ('void', 'done') and valid_to is null;
create index assignment_open_by_plan on assignment (plan_id, bureau_id, due_key, id, waiting, state, part, valid_to)
    where part in ('lead', 'doer') and valid_to is null and state in ('todo', 'doing', 'returned', 'review');

-- Records of a unit that are not the reader's own.
drop index record_by_place;
create index record_by_place on record (unit_id, bureau_id, day, id, state, author_id);
-- Figures of a year read every record of it: from the index, not from the records.
drop index record_by_bureau;
create index record_by_bureau on record (bureau_id, day, id, state, unit_id, kind);
