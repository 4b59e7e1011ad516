-- Whoever waits for a confirmation signs up again.
DROP FUNCTION IF EXISTS identity_sign_up(uuid, bytea, text, text, text, text, bytea, timestamptz, timestamptz),
  identity_sign_up_again(uuid, bytea, text, bytea, timestamptz, timestamptz),
  identity_sign_up_waiting(bytea, timestamptz), identity_sign_up_password(text, bytea),
  identity_confirm(bytea, bytea, text, text, uuid, uuid, timestamptz);
DROP TABLE sign_ups;
