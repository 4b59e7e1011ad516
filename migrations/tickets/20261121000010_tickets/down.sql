DROP TABLE tickets_tags;
DROP TABLE tickets_attachments;
DROP TABLE tickets_messages;
DROP TABLE tickets_search;
DROP TABLE tickets_tickets;
DROP TABLE tickets_departments;
