DROP TABLE commerce_payment_events;
DROP TABLE commerce_payments;
