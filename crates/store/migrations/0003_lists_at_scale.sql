-- Lists, my work and the overview with a hundred thousand assignments. An index holds what its
-- list asks of a row, so that the rows of one page are the only ones read.

drop index assignment_by_person;
drop index assignment_by_unit;
drop index assignment_by_state;
drop index assignment_by_plan;

-- What is not done yet is a small part of all: it has an order of its own.
create index assignment_open on assignment (bureau_id, due_key, id, state, part, valid_to)
    where part in ('lead', 'doer') and valid_to is null and state in ('todo', 'doing', 'returned', 'review');
create index assignment_open_by_change on assignment (bureau_id, changed, id, state, part, valid_to)
    where part in ('lead', 'doer') and valid_to is null and state in ('todo', 'doing', 'returned', 'review');
create index assignment_by_state on assignment (bureau_id, state, due_key, id)
    where part in ('lead', 'doer') and valid_to is null;
create index assignment_by_state_change on assignment (bureau_id, state, changed, id)
    where part in ('lead', 'doer') and valid_to is null;
create index assignment_by_person on assignment (person_id, bureau_id, due_key, id, waiting, state, part, valid_to);
create index assignment_by_unit on assignment (unit_id, bureau_id, due_key, id, waiting, state, part, valid_to, person_id);
create index assignment_by_measure on assignment (measure_id, bureau_id, due_key, id, waiting, state, part, valid_to);
create index assignment_of_task on assignment (task_id, bureau_id, due_key, id, waiting, state, part, valid_to);
create index assignment_by_plan on assignment (plan_id, waiting, due_key, id, measure_id, stage_id, unit_id);
-- Who has no duty in a plan is asked person by person.
create index assignment_by_person_plan on assignment (person_id, plan_id) where valid_to is null and state <> 'void';
create index measure_by_leader on measure (leader_id);
create index record_by_person on record (author_id, bureau_id, day, id, state);
create index record_by_place on record (unit_id, bureau_id, day, id, state);
drop index record_by_author;
drop index record_by_unit;

-- How many answering assignments a plan has in each state: cut by measure, by stage and by unit,
-- each cut on its own, so that an overview reads hundreds of rows and not one per pair of the three.
create table tally_slice (
    plan_id {uuid} not null references plan (id),
    slice text not null,
    slice_id {uuid} not null,
    state text not null,
    n bigint not null,
    primary key (plan_id, slice, slice_id, state)
);
insert into tally_slice (plan_id, slice, slice_id, state, n)
    select plan_id, 'measure', measure_id, state, cast(sum(n) as bigint) from tally group by plan_id, measure_id, state;
insert into tally_slice (plan_id, slice, slice_id, state, n)
    select plan_id, 'stage', stage_id, state, cast(sum(n) as bigint) from tally group by plan_id, stage_id, state;
insert into tally_slice (plan_id, slice, slice_id, state, n)
    select plan_id, 'unit', unit_id, state, cast(sum(n) as bigint) from tally group by plan_id, unit_id, state;
drop table tally;
