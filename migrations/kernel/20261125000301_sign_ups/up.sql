-- A sign-up is a promise until its address is confirmed: no account, no tenant, nothing that a stranger could leave for
-- the owner of the address to find. Each has a link of its own, and brings its own name and password.
CREATE TABLE sign_ups (
  id uuid PRIMARY KEY,
  token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  email text NOT NULL CHECK (email = lower(email) AND length(email) <= 254),
  display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 80),
  password_hash text NOT NULL,
  locale text NOT NULL CHECK (locale IN ('fa', 'en')),
  -- The browser that signed up, as a hash of its visitor cookie; another one has to choose the password.
  browser_hash bytea CHECK (length(browser_hash) = 32),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sign_ups_email ON sign_ups (email, created_at DESC);
CREATE INDEX sign_ups_expiry ON sign_ups (expires_at);
SELECT enable_staff('sign_ups');

-- Links that are on their way keep working; whoever presses one chooses the password.
INSERT INTO sign_ups (id, token_hash, email, display_name, password_hash, locale, created_at, expires_at)
SELECT gen_random_uuid(), t.token_hash, u.email, p.display_name, u.password_hash, u.locale, t.created_at, t.expires_at
  FROM identity_tokens t JOIN users u ON u.id = t.user_id JOIN people p ON p.user_id = u.id
 WHERE t.purpose = 'confirm' AND t.used_at IS NULL AND u.email_confirmed_at IS NULL;
