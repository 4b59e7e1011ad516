DROP TRIGGER IF EXISTS commerce_defer ON commerce_invoices;
DROP FUNCTION IF EXISTS commerce_defer();
DROP TABLE commerce_releases;
DROP TABLE commerce_deferrals;
