DROP INDEX tenants_created;
DROP INDEX users_created;
