-- How far the program's time is ahead of the machine's: moved by developers and tests (`/dev/clock`), never in production.

CREATE TABLE clock_moves (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  ahead_us bigint NOT NULL,
  moved_at timestamptz NOT NULL
);
SELECT enable_staff('clock_moves');
