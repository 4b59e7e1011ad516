//! Stand-ins for outside services, asked over HTTP as a stranger would ask them.

mod zarinpal;
