DROP FUNCTION enable_public(regclass, text);
DROP FUNCTION enable_account(regclass);
DROP FUNCTION enable_tenancy(regclass);
DROP FUNCTION enable_staff(regclass);
DROP FUNCTION app_user_id();
DROP FUNCTION app_tenant_id();
