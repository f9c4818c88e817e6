-- The gaps of a plan are few among its work: the overview finds them without reading the rest.
create index assignment_without_owner on assignment (plan_id, waiting, task_id)
    where unit_id is null and person_id is null;
drop index assignment_by_plan;
create index assignment_by_plan on assignment (plan_id, waiting, due_key, id, measure_id, stage_id, unit_id, task_id);
