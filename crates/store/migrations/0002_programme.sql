-- The programme: drafts, campaigns, plans, tasks, assignments, records, figures and honours.

create table draft (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    file_id {uuid},
    name text not null,
    class text not null,
    state text not null,
    -- The reader's output and the tree under review, both JSON.
    reading text not null,
    tree text not null,
    author_id {uuid} not null,
    created bigint not null,
    updated bigint not null,
    plan_id {uuid},
    -- The draft that this paper revises, until the two are merged.
    revises_id {uuid},
    version bigint not null
);
create index draft_by_bureau on draft (bureau_id, state, updated);

create table campaign (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    name text not null,
    target text not null,
    valid_from text not null,
    valid_to text not null,
    version bigint not null
);
create index campaign_by_bureau on campaign (bureau_id, valid_from);

create table plan (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    campaign_id {uuid} not null references campaign (id),
    unit_id {uuid} not null references unit (id),
    year bigint not null,
    title text not null,
    doc_number text not null,
    issuer text not null,
    issued_on text,
    draft_id {uuid},
    state text not null,
    published_on text not null,
    version bigint not null
);
create index plan_by_bureau on plan (bureau_id, year);

create table stage (
    id {uuid} primary key,
    plan_id {uuid} not null references plan (id),
    position bigint not null,
    name text not null,
    valid_from text,
    valid_to text,
    version bigint not null
);
create index stage_by_plan on stage (plan_id, position);

create table measure (
    id {uuid} primary key,
    plan_id {uuid} not null references plan (id),
    position bigint not null,
    number text not null,
    title text not null,
    leader_id {uuid},
    lead_id {uuid},
    reviewer_id {uuid},
    version bigint not null
);
create index measure_by_plan on measure (plan_id, position);

create table task (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    campaign_id {uuid} not null references campaign (id),
    plan_id {uuid} not null references plan (id),
    measure_id {uuid},
    stage_id {uuid},
    position bigint not null,
    title text not null,
    source text not null,
    span_from bigint,
    span_to bigint,
    cadence text not null,
    deadline text not null,
    due text,
    quantity text not null,
    uom text not null,
    material text not null,
    origin text not null,
    author_id {uuid},
    void_reason text not null,
    created bigint not null,
    version bigint not null
);
create index task_by_plan on task (plan_id, position);
create index task_by_measure on task (measure_id, position);
create index task_by_author on task (author_id);

create table assignment (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    plan_id {uuid} not null references plan (id),
    measure_id {uuid},
    stage_id {uuid},
    task_id {uuid} not null references task (id),
    occurrence text not null,
    unit_id {uuid},
    person_id {uuid},
    part text not null,
    due text,
    -- due, or 9999-12-31 where there is none: lists page by this key.
    due_key text not null,
    state text not null,
    -- Whether something is still expected of the holder: lists and lateness need no more.
    waiting boolean not null,
    submitter_id {uuid},
    reviewer_id {uuid},
    return_reason text,
    return_note text not null,
    valid_from text not null,
    valid_to text,
    changed bigint not null,
    version bigint not null
);
create index assignment_by_task on assignment (task_id, part);
create index assignment_by_person on assignment (person_id, waiting, due_key, id);
create index assignment_by_unit on assignment (unit_id, waiting, due_key, id);
create index assignment_by_state on assignment (bureau_id, state, due_key, id);
create index assignment_by_day on assignment (bureau_id, due_key, id);
create index assignment_by_change on assignment (bureau_id, changed, id);
create index assignment_by_due on assignment (bureau_id, waiting, due_key, id);
create index assignment_by_plan on assignment (plan_id, waiting, due_key);

-- How many answering assignments a plan has, by measure, stage, unit and state. Kept with every
-- write of an assignment, so that no page counts rows.
create table tally (
    plan_id {uuid} not null references plan (id),
    measure_id {uuid} not null,
    stage_id {uuid} not null,
    unit_id {uuid} not null,
    state text not null,
    n bigint not null,
    primary key (plan_id, measure_id, stage_id, unit_id, state)
);

create table record (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    kind text not null,
    title text not null,
    day text not null,
    place text not null,
    unit_id {uuid} not null references unit (id),
    author_id {uuid} not null references person (id),
    text text not null,
    state text not null,
    return_reason text,
    return_note text not null,
    created bigint not null,
    updated bigint not null,
    version bigint not null
);
create index record_by_bureau on record (bureau_id, day, id);
create index record_by_state on record (bureau_id, state, updated, id);
create index record_by_author on record (author_id, day, id);
create index record_by_unit on record (unit_id, day, id);

create table record_figure (
    record_id {uuid} not null references record (id),
    position bigint not null,
    item text not null,
    value text not null,
    uom text not null,
    primary key (record_id, position)
);

create table record_file (
    record_id {uuid} not null references record (id),
    position bigint not null,
    file_id {uuid} not null references file (id),
    primary key (record_id, position)
);
create index record_file_by_file on record_file (file_id);

create table record_assignment (
    record_id {uuid} not null references record (id),
    assignment_id {uuid} not null references assignment (id),
    primary key (record_id, assignment_id)
);
create index record_assignment_back on record_assignment (assignment_id);

create table figure (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    origin text not null,
    draft_id {uuid},
    record_id {uuid},
    item text not null,
    value text not null,
    uom text not null,
    approx boolean not null,
    raw text not null,
    span_from bigint,
    span_to bigint
);
create index figure_by_bureau on figure (bureau_id, item);
create index figure_by_draft on figure (draft_id);

create table honour (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    origin text not null,
    draft_id {uuid},
    text text not null,
    status text not null,
    holder text not null,
    span_from bigint,
    span_to bigint
);
create index honour_by_bureau on honour (bureau_id, status);
create index honour_by_draft on honour (draft_id);

-- What changed hands: one row per duty, so that who was responsible when stays known.
create table handed_over (
    id {uuid} primary key,
    bureau_id {uuid} not null,
    person_id {uuid} not null references person (id),
    successor_id {uuid} not null references person (id),
    kind text not null,
    object_id {uuid} not null,
    text text not null,
    day text not null,
    at bigint not null
);
create index handed_over_from on handed_over (person_id, at);
create index handed_over_to on handed_over (successor_id, at);
