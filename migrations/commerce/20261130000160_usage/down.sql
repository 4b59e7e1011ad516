DROP TABLE commerce_usages;
DROP TABLE commerce_counters;
DROP TABLE commerce_rates;
