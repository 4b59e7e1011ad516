-- Customers with one tenant each, agents, departments, tickets over two years with three messages each.
-- {tickets} and {tenants} are filled in; ids carry the time, as the product's own do.
CREATE FUNCTION pg_temp.id(kind text, n bigint, at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(h, 1, 3) || '8' || substr(h, 4, 15))::uuid
    FROM md5(kind || n) h
$$;
CREATE TEMP TABLE epoch AS SELECT date_trunc('hour', now()) - interval '2 years' AS start,
  interval '2 years' / {tickets}::float8 AS step;

INSERT INTO users (id, email, email_confirmed_at, password_hash, password_changed_at, created_at)
SELECT pg_temp.id('user', n, start), 'customer' || n || '@bench.test', start, '-', start, start FROM epoch, generate_series(1, {tenants}) n
UNION ALL
SELECT pg_temp.id('agent', n, start), 'agent' || n || '@bench.test', start, '-', start, start FROM epoch, generate_series(1, 20) n;
INSERT INTO people (user_id, display_name)
SELECT pg_temp.id('user', n, start), 'مشتری شمارهٔ ' || n FROM epoch, generate_series(1, {tenants}) n
UNION ALL
SELECT pg_temp.id('agent', n, start), 'پشتیبان شمارهٔ ' || n FROM epoch, generate_series(1, 20) n;
INSERT INTO platform_roles (user_id, role, created_at)
SELECT pg_temp.id('agent', n, start), 'support', start FROM epoch, generate_series(1, 20) n;
INSERT INTO tenants (id, name, created_at)
SELECT pg_temp.id('tenant', n, start), 'شرکت شمارهٔ ' || n, start FROM epoch, generate_series(1, {tenants}) n;
INSERT INTO memberships (tenant_id, user_id, role, created_at)
SELECT pg_temp.id('tenant', n, start), pg_temp.id('user', n, start), 'owner', start FROM epoch, generate_series(1, {tenants}) n;
INSERT INTO tickets_departments (id, name_fa, name_en, position)
SELECT pg_temp.id('department', n, start), 'بخش ' || n, 'Department ' || n, n FROM epoch, generate_series(1, 8) n;

-- 70 of 100 closed, 13 open, 12 waiting, 5 on hold; three of four belong to one of the agents.
INSERT INTO tickets_tickets (id, tenant_id, subject, department_id, priority, status, requester_id, assignee_id,
  message_count, opened_at, last_activity_at, closed_at, turn_at)
SELECT pg_temp.id('ticket', n, opened), t.tenant_id, subject, d.id, priority, status,
  t.user_id, a.id, 3, opened, active, CASE WHEN status = 'closed' THEN active END, active - priority * interval '4383000 hours'
FROM (
  SELECT n, h, CASE WHEN h % 11 = 0 THEN 4 WHEN h % 7 = 0 THEN 3 ELSE 2 END AS priority, start + n * step AS opened, least(start + n * step + h * interval '0.26 seconds', now()) AS active,
    CASE WHEN h % 100 < 70 THEN 'closed' WHEN h % 100 < 83 THEN 'open' WHEN h % 100 < 95 THEN 'waiting' ELSE 'on_hold' END AS status
  FROM epoch, generate_series(1, {tickets}) n, LATERAL (SELECT ('x' || substr(md5('h' || n), 1, 7))::bit(28)::int % 1000003 AS h) x
) s
JOIN LATERAL (SELECT 1 + (s.h / 100) % {tenants} AS who, 1 + (s.h / 7) % 8 AS part, 1 + s.h % 27 AS agent) pick ON true
JOIN (SELECT row_number() OVER (ORDER BY user_id) AS who, tenant_id, user_id FROM memberships) t USING (who)
JOIN (SELECT position AS part, id FROM tickets_departments) d USING (part)
LEFT JOIN (SELECT row_number() OVER (ORDER BY user_id) AS agent, user_id AS id FROM platform_roles) a USING (agent)
JOIN LATERAL (SELECT (ARRAY['سایت من باز نمی‌شود', 'فاکتور رسمی برای ماه گذشته', 'تمدید دامنه پیش از پایان مهلت',
  'افزایش فضای سرور مجازی', 'بازگرداندن نسخهٔ پشتیبان دیروز', 'پرداخت انجام شد ولی کیف پول شارژ نشد',
  'کندی سایت در ساعت‌های شلوغی', 'اتصال دستگاه کارت‌خوان به فروشگاه'])[1 + s.n % 8] || ' ' || s.n AS subject) q ON true
ORDER BY n;
INSERT INTO tickets_search (ticket_id, tenant_id, words)
SELECT id, tenant_id, lower(subject || ' از صبح با خطا روبه‌رو می‌شوم، لطفاً بررسی کنید و نتیجه را خبر بدهید ' || md5('b' || number)) FROM tickets_tickets;

INSERT INTO tickets_messages (id, tenant_id, ticket_id, kind, author_id, body, created_at)
SELECT pg_temp.id('message', t.number * 3 + k, at), t.tenant_id, t.id, kind,
  CASE WHEN kind = 'agent' THEN coalesce(t.assignee_id, first.user_id) ELSE t.requester_id END,
  CASE WHEN kind = 'agent' THEN 'سلام، بررسی شد و مشکل برطرف شده است. اگر هنوز باقی است همین‌جا بنویسید.'
       ELSE 'از صبح با خطا روبه‌رو می‌شوم، لطفاً بررسی کنید و نتیجه را خبر بدهید. سپاس از پیگیری شما.' END, at
FROM tickets_tickets t, generate_series(0, 2) k,
  LATERAL (SELECT t.opened_at + (t.last_activity_at - t.opened_at) * k / 2 AS at, CASE WHEN k = 1 THEN 'agent' ELSE 'customer' END AS kind) x,
  (SELECT user_id FROM platform_roles ORDER BY user_id LIMIT 1) first;
