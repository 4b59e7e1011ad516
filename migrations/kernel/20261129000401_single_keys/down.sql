ALTER TABLE users DROP COLUMN single_keys_off;
