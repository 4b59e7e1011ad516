DROP TABLE commerce_adjustments;
