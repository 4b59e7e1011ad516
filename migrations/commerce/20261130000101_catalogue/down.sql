DROP TABLE commerce_taxes;
DROP TABLE commerce_prices;
DROP TABLE commerce_products;
DROP TABLE commerce_categories;
