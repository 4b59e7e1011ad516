-- Which transaction poked: a page knows what it has seen by the snapshot of its own reading, exactly, while ids may
-- commit out of order.
ALTER TABLE live_events ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
