DROP TABLE tickets_drafts;
DROP TABLE tickets_reads;
ALTER TABLE tickets_tickets DROP COLUMN turn_at;
