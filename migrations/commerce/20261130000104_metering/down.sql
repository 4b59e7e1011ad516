DROP TABLE commerce_charges, commerce_meters, commerce_metered_wallets;
ALTER TABLE commerce_invoices DROP CONSTRAINT commerce_invoices_paid_by;
ALTER TABLE commerce_invoices DROP COLUMN usage_month, DROP COLUMN runway;
ALTER TABLE commerce_invoices ADD CHECK (state <> 'paid' OR total = 0 OR paid_entry IS NOT NULL);
ALTER TABLE commerce_prices DROP COLUMN monthly;
