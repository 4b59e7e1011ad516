DELETE FROM commerce_invoices WHERE id IN (SELECT invoice_id FROM commerce_invoice_lines WHERE change_id IS NOT NULL);
DROP INDEX commerce_invoice_lines_change;
DROP INDEX commerce_invoice_lines_period;
ALTER TABLE commerce_invoice_lines DROP COLUMN change_id;
CREATE UNIQUE INDEX commerce_invoice_lines_period ON commerce_invoice_lines (subscription_id, period_no, n)
  WHERE NOT void AND subscription_id IS NOT NULL;
DROP TABLE commerce_changes;
DELETE FROM commerce_work_log WHERE verb = 'change';
ALTER TABLE commerce_work_log DROP CONSTRAINT commerce_work_log_verb_check;
ALTER TABLE commerce_work_log ADD CONSTRAINT commerce_work_log_verb_check
  CHECK (verb IN ('provide', 'suspend', 'resume', 'terminate'));
ALTER TABLE commerce_subscriptions
  DROP CONSTRAINT commerce_subscriptions_cancelled,
  DROP COLUMN version, DROP COLUMN doing, DROP COLUMN wanted_options, DROP COLUMN cancelled_at,
  DROP COLUMN cancelled_by, DROP COLUMN cancel_reason, DROP COLUMN cancel_note;
