DROP INDEX commerce_subscriptions_unprovided;
DROP TABLE commerce_credits;
DROP FUNCTION IF EXISTS commerce_guard_credit();
