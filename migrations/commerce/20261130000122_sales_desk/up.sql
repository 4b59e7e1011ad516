-- Staff's lists of orders and invoices: what they are sorted by and looked up by, and why an invoice was voided.
ALTER TABLE commerce_invoices ADD COLUMN void_reason text CHECK (length(void_reason) BETWEEN 1 AND 500);
CREATE INDEX commerce_invoices_by_due ON commerce_invoices (due_at, id);
CREATE INDEX commerce_invoices_by_total ON commerce_invoices (total, id);
CREATE INDEX commerce_invoices_by_state ON commerce_invoices (state, made_at DESC, id DESC);
CREATE INDEX commerce_orders_by_state ON commerce_orders (state, placed_at DESC, id DESC);
CREATE INDEX commerce_invoice_lines_product ON commerce_invoice_lines (product_id, invoice_id);
CREATE INDEX commerce_subscriptions_product ON commerce_subscriptions (product_id, order_id);
