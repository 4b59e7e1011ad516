DROP FUNCTION IF EXISTS webhook_wanted(text, uuid);
DROP FUNCTION IF EXISTS webhook_backlog();
DROP FUNCTION IF EXISTS webhook_receipt_keep(text, text, timestamptz);
DROP TABLE webhook_receipts, webhook_deliveries, webhook_endpoints;
