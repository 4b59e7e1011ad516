CREATE TABLE people (user_id uuid PRIMARY KEY, display_name text NOT NULL);
CREATE TABLE secrets (id uuid PRIMARY KEY);
CREATE DOMAIN rial AS bigint;
CREATE TABLE shop_items (
    id uuid PRIMARY KEY,
    type text NOT NULL,
    price rial NOT NULL,
    seller uuid NOT NULL REFERENCES people (user_id),
    secret uuid REFERENCES secrets (id),
    tags text[] NOT NULL,
    parent uuid REFERENCES shop_items (id),
    gone int,
    extra jsonb,
    search tsvector
);
ALTER TABLE shop_items DROP COLUMN gone;
CREATE TABLE shop_shelves (
    item uuid NOT NULL REFERENCES shop_items (id),
    place smallint NOT NULL,
    placed_by uuid NOT NULL REFERENCES people (user_id),
    checked_by uuid REFERENCES people (user_id),
    placed_at timestamptz NOT NULL,
    PRIMARY KEY (place, item)
);
