-- Keys without Ctrl can be switched off by whoever they get in the way of (WCAG 2.1.4).
ALTER TABLE users ADD COLUMN single_keys_off boolean NOT NULL DEFAULT false;
