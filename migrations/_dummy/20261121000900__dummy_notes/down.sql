DROP FUNCTION IF EXISTS _dummy_count(timestamptz);
DROP TABLE _dummy_counts;
DROP TABLE _dummy_notes;
