// The main job as a person sees it: an alert comes in, is looked into, is fixed, and every step of it can be read.
import { expect, test } from '@playwright/test';
import { demo, expectAccessible, sendTestAlert, signInToDemo, watchPage } from '../support/console.ts';

test('an alert arrives by itself, is triaged with evidence, and its run succeeds before one’s eyes', async ({
  page,
}) => {
  test.setTimeout(150_000);
  const complaints = watchPage(page);
  await signInToDemo(page);
  await sendTestAlert(page, 'simple');

  await page.getByRole('link', { name: 'Inbox' }).click();
  const row = page.getByRole('list', { name: 'Incidents' }).getByRole('listitem').first();
  await expect(row).toBeVisible({ timeout: 30_000 });
  await row.getByRole('link').first().click();
  await page.waitForURL(`**/${demo.org}/inbox/*`);

  const triage = page.locator('[data-slot=card]', { has: page.getByRole('heading', { name: 'Triage' }) });
  await expect(triage.getByText('What was checked')).toBeVisible({ timeout: 60_000 });
  await triage.getByRole('listitem').getByRole('button').first().click();
  const answer = page.getByRole('dialog');
  await expect(answer.getByRole('region', { name: 'Answer' })).toBeVisible();
  await expectAccessible(page);
  await answer.getByRole('button', { name: 'Close' }).click();

  const run = page.getByRole('region', { name: 'Runs of this incident' }).getByRole('link').first();
  await expect(run).toBeVisible({ timeout: 60_000 });
  await run.click();
  await page.waitForURL(`**/${demo.org}/runs/*`);
  await expect(page.getByRole('banner').or(page.locator('main')).getByText('Succeeded').first()).toBeVisible({
    timeout: 90_000,
  });
  const journal = page.locator('[data-slot=card]', { has: page.getByRole('heading', { name: 'Journal' }) });
  await expect(journal.getByText(/^Ended: succeeded/)).toBeVisible();
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test('a filter stands in the address, survives a reload and says when nothing fits', async ({ page }) => {
  await signInToDemo(page);
  await page.goto(`/${demo.org}/inbox`);
  await page.locator('#content').getByLabel('Search incidents').fill('no such incident at all');
  await expect(page.locator('#content').getByText('No incident fits this filter')).toBeVisible();
  await expect(page).toHaveURL(/q=no\+such\+incident\+at\+all/);
  await page.reload();
  await expect(page.locator('#content').getByText('No incident fits this filter')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await expect(page).toHaveURL(/\/inbox$/);
});
