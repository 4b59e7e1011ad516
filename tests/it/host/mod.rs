//! The host as a whole: registry, routes, guards, isolation, jobs, audit, settings, live updates, migrations.
//! What holds for every module stands here and is driven by what the registry declares.

mod opens;
