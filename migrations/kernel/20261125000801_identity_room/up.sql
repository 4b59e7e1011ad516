-- Accounts have a room of their own: what was stored under the kernel's names goes by theirs. The audit trail keeps its
-- words, for each event is chained to the one before.
UPDATE mail_deliveries SET mail = 'identity' || substr(mail, 7)
 WHERE mail IN ('kernel.mail.confirm_address', 'kernel.mail.already_registered', 'kernel.mail.reset_password',
   'kernel.mail.password_changed', 'kernel.mail.invitation');
UPDATE text_overrides SET key = 'identity' || substr(key, 7)
 WHERE key ~ '^kernel\.mail\.(confirm_address|already_registered|reset_password|password_changed|invitation)\.';
UPDATE settings SET key = 'kernel.limits.failures_a_minute' WHERE key = 'kernel.identity.failures_a_minute';
