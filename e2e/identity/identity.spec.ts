// Devices and clients across connections: looked at, merged, undone, split; on a phone too.
import { expect, type Page, test } from '@playwright/test';
import { demo, expectAccessible, signInToDemo, watchPage } from '../support/console.ts';

test.describe.configure({ mode: 'serial' });

const fitsTheScreen = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);

test('a device is one page with what every system says of it; merged, undone from its receipt', async ({ page }) => {
  const complaints = watchPage(page);
  await signInToDemo(page);
  await page.goto(`/${demo.org}/devices`);
  const rows = page.getByRole('table').getByRole('link', { name: /-WS-/ });
  const [first, second] = [rows.nth(0), rows.nth(1)];
  const [keep, other] = [(await first.textContent()) ?? '', (await second.textContent()) ?? ''];
  await first.click();
  await expect(page.getByRole('heading', { level: 1, name: keep })).toBeVisible();
  const records = page.getByRole('list', { name: 'Known by' }).getByRole('listitem');
  const before = await records.count();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Merge' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Which device is the same?').fill(other);
  await dialog.getByRole('list', { name: 'Candidates' }).getByRole('button', { name: other }).click();
  await expect(dialog.getByText('No sync takes them apart')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: `Merge into ${keep}` }).click();
  await expect(dialog).toHaveCount(0);
  await expect.poll(() => records.count()).toBeGreaterThan(before);
  await expect(page.getByText(`${other} was merged into ${keep}.`)).toBeVisible();

  await page.getByRole('button', { name: `Undo: ${other} was merged into ${keep}.` }).click();
  await expect.poll(() => records.count()).toBe(before);
  await expect(page.getByText(/^Taken back/)).toBeVisible();
  expect(complaints).toEqual([]);
});

test('a client is merged with another; splitting its record off brings that one back', async ({ page }) => {
  await signInToDemo(page);
  await page.goto(`/${demo.org}/clients`);
  await expectAccessible(page);
  const rows = page.getByRole('table').getByRole('row').locator('td:first-child').getByRole('link');
  await expect(rows.nth(1)).toBeVisible();
  const [keep, other] = [(await rows.nth(0).textContent()) ?? '', (await rows.nth(1).textContent()) ?? ''];
  await rows.nth(0).click();
  await expect(page.getByRole('heading', { level: 1, name: keep })).toBeVisible();
  await expect(page.getByRole('list', { name: 'People' }).getByRole('listitem').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Merge' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('list', { name: 'Candidates' }).getByRole('button', { name: other }).click();
  await dialog.getByRole('button', { name: `Merge into ${keep}` }).click();
  await expect(page.getByText(`${other} was merged into ${keep}.`)).toBeVisible();

  await page.getByRole('button', { name: `Undo: ${other} was merged into ${keep}.` }).click();
  await expect(page.getByText(/^Taken back/).first()).toBeVisible();
  await page.goto(`/${demo.org}/clients`);
  await expect(page.getByRole('link', { name: other, exact: true })).toBeVisible();
});

test('what is not settled has its own list; everything fits a phone', async ({ page }) => {
  await signInToDemo(page);
  await page.setViewportSize({ width: 360, height: 780 });
  for (const path of ['devices', 'devices/conflicts', 'clients', 'connections/new']) {
    await page.goto(`/${demo.org}/${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
    await expectAccessible(page);
    await fitsTheScreen(page);
  }
});

test('who may only look finds no button that changes who is who', async ({ page }) => {
  await signInToDemo(page, 'technician@mspclaw.example');
  await page.goto(`/${demo.org}/devices`);
  await page.getByRole('table').getByRole('link', { name: /-WS-/ }).first().click();
  await expect(page.getByRole('list', { name: 'Known by' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Merge' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /Split off/ })).toHaveCount(0);
});
