-- Two people may have the same product or category open: each saving counts, and who comes second is told.
ALTER TABLE commerce_products ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE commerce_categories ADD COLUMN version integer NOT NULL DEFAULT 1;

-- How many services stand on a version of a price.
CREATE INDEX commerce_subscriptions_price ON commerce_subscriptions (price_id) WHERE wanted IN ('running', 'suspended');
-- The versions of a product's prices, newest first.
CREATE INDEX commerce_prices_history ON commerce_prices (product_id, valid_from DESC, id DESC);
-- The list of the staff goes by place.
CREATE INDEX commerce_products_place ON commerce_products (position, id);
