DROP FUNCTION IF EXISTS documents_issue(uuid, uuid, uuid, text, text, text, uuid, text, text, jsonb, text, text, text, bigint, uuid,
  timestamptz, uuid, text, text, smallint, text);
DROP FUNCTION IF EXISTS documents_count(uuid, text, smallint);
DROP FUNCTION IF EXISTS documents_seal(integer);
DROP FUNCTION IF EXISTS documents_finish(uuid, uuid, bytea, smallint, timestamptz);
DROP FUNCTION IF EXISTS documents_void(uuid, timestamptz, uuid);
DROP FUNCTION IF EXISTS documents_shown(text);
DROP TABLE documents_counters, documents_documents;
DROP FUNCTION documents_keep_issued();
