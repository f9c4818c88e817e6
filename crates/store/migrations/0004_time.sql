-- The work model over time: who joins later, what a unit is there for.

-- A task that everybody of a kind holds, and since when.
create table fan_out (
    task_id {uuid} primary key references task (id),
    bureau_id {uuid} not null,
    fan text not null,
    since text not null
);
create index fan_out_by_bureau on fan_out (bureau_id, since);

-- Who joined later and was given the task, so that it is given once.
create table joiner (
    task_id {uuid} not null references task (id),
    holder_id {uuid} not null,
    day text not null,
    primary key (task_id, holder_id)
);

-- What a heading of the plan is: stage, measure or requirement.
alter table measure add column kind text;
update measure set kind = 'stage' where exists
    (select 1 from stage where stage.plan_id = measure.plan_id and stage.name = measure.title);

-- 科室职责 in the bureau's words.
alter table unit add column duties text;
