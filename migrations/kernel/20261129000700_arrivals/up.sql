-- Who came lately: the staff's home counts by day, and the list of customers is narrowed to the new ones.
CREATE INDEX users_created ON users (created_at);
CREATE INDEX tenants_created ON tenants (created_at);
