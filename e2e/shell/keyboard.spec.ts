// The console without a mouse.
import { expect, test } from '@playwright/test';
import { demo, expectAccessible, signInToDemo } from '../support/console.ts';

test('pages are reached by two letters, and everything by the command menu', async ({ page }) => {
  await signInToDemo(page);
  await expect(page.getByRole('complementary').getByText('Live', { exact: true })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await page.waitForURL(`**/${demo.org}/devices`);

  await page.keyboard.press('Control+k');
  const menu = page.getByRole('dialog', { name: 'Go to' });
  await expect(menu).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.type('playb');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/${demo.org}/playbooks`);
  await expect(menu).toHaveCount(0);
});

test('rows are walked with j and k and opened with Enter; letters typed into a field stay there', async ({ page }) => {
  await signInToDemo(page);
  await page.goto(`/${demo.org}/playbooks`);
  const rows = page.getByRole('list', { name: 'Playbooks' }).getByRole('link');
  await expect(rows.nth(1)).toBeVisible();
  // the rows come from the server; keys are heard once the page is alive
  await expect(page.getByRole('complementary').getByText('Live', { exact: true })).toBeVisible();
  await page.keyboard.press('j');
  await expect(rows.first()).toBeFocused();
  await page.keyboard.press('j');
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press('k');
  await expect(rows.first()).toBeFocused();
  await page.keyboard.press('/');
  await page.keyboard.type('jkgr');
  await expect(page.getByLabel('Search playbooks')).toHaveValue('jkgr');
  await page.getByLabel('Search playbooks').fill('');
  await expect(rows.nth(1)).toBeVisible();
  await page.getByLabel('Search playbooks').blur();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/${demo.org}/playbooks/*`);
});

test('the first Tab offers to skip to the content', async ({ page }) => {
  await signInToDemo(page);
  await page.reload();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#content')).toBeFocused();
});

test('the theme is chosen once and kept', async ({ page }) => {
  await signInToDemo(page);
  await expect(page.locator('html')).toHaveClass(/dark/);
  await page.getByRole('button', { name: 'Switch between dark and light' }).click();
  await expect(page.locator('html')).toHaveClass(/light/);
  await page.reload();
  await expect(page.locator('html')).toHaveClass(/light/);
});
