//! All integration tests, in one program: request in, database and HTML out.
//! Here as one binary, so that linking and the template database are paid for once.
