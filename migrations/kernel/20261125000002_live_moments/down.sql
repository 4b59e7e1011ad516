ALTER TABLE live_events DROP COLUMN xid;
