DROP TABLE tenant_modules_off;
DROP TABLE member_roles;
