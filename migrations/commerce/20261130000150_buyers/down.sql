DROP TABLE commerce_buyers;
