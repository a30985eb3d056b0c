// Every screen, dark and light, on a desk and on a phone: accessible, inside its width, without a complaint of the
// browser and without a request that leaves the machine.
import { expect, test } from '@playwright/test';
import { demo, expectAccessible, signInToDemo, watchPage } from '../support/console.ts';

const screens = {
  overview: 'Overview',
  inbox: 'Inbox',
  'inbox/tickets': 'Inbox',
  approvals: 'Approvals',
  runs: 'Runs',
  playbooks: 'Playbooks',
  connections: 'Connections',
  'connections/new': 'Connect a system',
  devices: 'Devices',
  'devices/conflicts': 'Not settled',
  clients: 'Clients',
  audit: 'Audit log',
  settings: 'Settings',
  'settings/service-levels': 'Settings',
  'settings/service-levels/new': 'New service level',
};
const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 360, height: 780 } };

for (const theme of ['dark', 'light'] as const) {
  for (const [device, viewport] of Object.entries(sizes)) {
    test(`every screen holds, ${theme} on a ${device}`, async ({ page }) => {
      test.setTimeout(180_000);
      await page.addInitScript((chosen) => localStorage.setItem('theme', chosen), theme);
      await page.setViewportSize(viewport);
      const complaints = watchPage(page);
      await signInToDemo(page);
      for (const [path, title] of Object.entries(screens)) {
        await test.step(path, async () => {
          await page.goto(`/${demo.org}/${path}`);
          await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
          await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
          await expect(page.locator('html')).toHaveClass(new RegExp(theme));
          await expectAccessible(page);
          const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          expect(beyond, `${path} is wider than the screen`).toBeLessThanOrEqual(0);
        });
      }
      expect(complaints).toEqual([]);
    });
  }
}

test('the landing page says what it is and leads to sign-in', async ({ page }) => {
  await page.goto('/');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.waitForURL('**/sign-in');
});
