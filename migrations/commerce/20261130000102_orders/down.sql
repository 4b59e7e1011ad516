DROP TABLE commerce_invoice_lines;
DROP TABLE commerce_invoices;
DROP TABLE commerce_work_log;
DROP TABLE commerce_subscriptions;
DROP TABLE commerce_orders;
