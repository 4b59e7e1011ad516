import { chromium } from 'playwright-core';
const [,, who, path, lang, theme, width, out] = process.argv;
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--headless','--no-sandbox','--disable-gpu','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync'] });
const c = await b.newContext({ viewport: { width: +width, height: 900 }, colorScheme: theme });
const p = await c.newPage();
p.on('console', m => { if (m.type()==='error') console.log('CONSOLE', m.text()); });
const B='http://localhost:8101';
if (who !== '-') { await p.goto(B+'/sign-in'); await p.fill('[name=identifier]', who+'@sarai.test'); await p.fill('[name=password]','sarai-demo-1405'); await p.click('main button[type=submit]'); await p.waitForURL(/home/); }
await p.goto(B+path+(path.includes('?')?'&':'?')+'lang='+lang); 
if (path.startsWith('/admin/tickets') && process.env.FIRST) { await p.click('table tbody tr a'); await p.waitForLoadState('load'); await p.waitForTimeout(800); }
await p.waitForTimeout(400);
await p.screenshot({ path: out, fullPage: !!process.env.FULL });
await b.close();
