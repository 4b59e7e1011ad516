DROP TABLE notifications;
DROP TABLE form_receipts;
DROP TABLE live_events;
DROP TABLE stored_files;
DROP TABLE schedules;
DROP TABLE mail_deliveries;
DROP TABLE text_overrides;
DROP TABLE settings;
-- A function of _replaceable takes its row.
DROP FUNCTION IF EXISTS audit_canonical(audit_events);
DROP TABLE audit_events;
