UPDATE settings SET key = 'kernel.identity.failures_a_minute' WHERE key = 'kernel.limits.failures_a_minute';
UPDATE text_overrides SET key = 'kernel' || substr(key, 9) WHERE key LIKE 'identity.mail.%';
UPDATE mail_deliveries SET mail = 'kernel' || substr(mail, 9) WHERE mail LIKE 'identity.mail.%';
