// A service stops on a server: the playbook asks first. A technician reads the exact plan on a phone and says yes.
import { expect, test } from '@playwright/test';
import { demo, expectAccessible, signInToDemo, watchPage } from '../support/console.ts';

const control = process.env.MSPCLAW_TEST_CONTROL ?? '';
test.skip(!control, 'needs the sandbox control address (MSPCLAW_TEST_CONTROL)');
test.use({ viewport: { width: 360, height: 780 } });

test('opening the page decides nothing; a technician’s yes lets the run go on to its end', async ({
  page,
  request,
}) => {
  test.setTimeout(150_000);
  const complaints = watchPage(page);
  const raised = await request.post(`${control}/__sandbox/alerts`, {
    data: { device: 'ACME-DC01', kind: 'service.stopped', data: { service: 'Spooler' } },
  });
  expect(raised.ok()).toBe(true);

  await signInToDemo(page, 'technician@mspclaw.example');
  await page.goto(`/${demo.org}/approvals`);
  const asked = page.getByRole('list', { name: 'Approvals' }).getByRole('link').first();
  await expect(asked).toBeVisible({ timeout: 60_000 });
  await asked.click();
  await page.waitForURL(`**/${demo.org}/approvals/*`);
  const address = page.url();
  await page.goto(address);
  await page.goto(`${address}?decision=approve`);
  await expect(page.locator('#content').getByText('Pending')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Exactly what will be done' })).toBeVisible();
  await expect(page.getByRole('region', { name: /^Arguments of/ }).first()).toContainText('restart-service');
  await expectAccessible(page);

  await page.getByLabel('Comment').fill('Inside the maintenance window');
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByText('By Tariq Technician')).toBeVisible();
  await expect(page.getByText('Inside the maintenance window')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);

  await page
    .locator('#content header')
    .getByRole('link', { name: /^A Windows service stopped/ })
    .click();
  await page.waitForURL(`**/${demo.org}/runs/*`);
  const journal = page.locator('[data-slot=card]', { has: page.getByRole('heading', { name: 'Journal' }) });
  await expect(journal.getByText(/was approved by Tariq Technician/)).toBeVisible();
  await expect(journal.getByText(/^Ended: succeeded/)).toBeVisible({ timeout: 60_000 });
  expect(complaints).toEqual([]);
});
