DROP INDEX commerce_products_place;
DROP INDEX commerce_prices_history;
DROP INDEX commerce_subscriptions_price;
ALTER TABLE commerce_categories DROP COLUMN version;
ALTER TABLE commerce_products DROP COLUMN version;
