// One connection: changing it without its keys, what is refused, a new webhook address, and what arrived.
import { expect, type Page, test } from '@playwright/test';
import { demo, expectAccessible, sendTestAlert, signInToDemo, watchPage } from '../support/console.ts';

test.describe.configure({ mode: 'serial' });

async function openNinja(page: Page): Promise<void> {
  await page.goto(`/${demo.org}/connections`);
  await page
    .getByRole('region', { name: /NinjaOne/ })
    .getByRole('link', { name: /NinjaOne/ })
    .click();
  await page.waitForURL(`**/${demo.org}/connections/*`);
}
const openSettings = (page: Page) => page.getByRole('tab', { name: 'Settings' }).click();
const field = (page: Page, name: string) => page.locator('#content').getByLabel(name, { exact: true });
const save = (page: Page) => page.getByRole('button', { name: 'Save changes' });

test('is renamed without its keys, which stay; a wrong key and another address are refused and change nothing', async ({
  page,
}) => {
  await signInToDemo(page);
  const complaints = watchPage(page);
  await openNinja(page);
  const before = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
  await openSettings(page);
  await expect(save(page)).toBeDisabled();
  await expect(field(page, 'Client secret')).toHaveValue('');
  await expectAccessible(page);

  await field(page, 'Name').fill(`${before} renamed`);
  await save(page).click();
  await expect(page.getByRole('heading', { level: 1, name: `${before} renamed` })).toBeVisible();
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(save(page)).toBeDisabled();
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(page.locator('#content header').getByText('Healthy')).toBeVisible();
  expect(complaints).toEqual([]);

  await field(page, 'Client secret').fill('not-the-secret-of-this-client');
  await save(page).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Not saved' })).toBeVisible();
  await page.reload();
  const address = field(page, 'Address of your NinjaOne');
  const host = await address.inputValue();
  await address.fill('https://elsewhere.example');
  await save(page).click();
  await expect(page.getByText('A sandbox connection stays where it is.')).toBeVisible();
  await page.reload();
  await expect(address).toHaveValue(host);
  await expect(page.locator('#content header').getByText('Healthy')).toBeVisible();

  await field(page, 'Name').fill(before);
  await save(page).click();
  await expect(page.getByRole('heading', { level: 1, name: before, exact: true })).toBeVisible();
});

test('a new webhook address is made only after saying what it does, and events arrive at it again', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const complaints = watchPage(page);
  await signInToDemo(page);
  await openNinja(page);
  const address = page.locator('code', { hasText: '/api/ingest/' });
  const before = (await address.textContent()) ?? '';
  const replace = page.getByRole('button', { name: 'Replace the address' });
  await replace.click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('stays good for a while')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await expect(address).toHaveText(before);

  await replace.click();
  await dialog.getByRole('button', { name: 'Replace it' }).click();
  await expect(dialog.getByText('The address is new')).toBeVisible();
  await dialog.getByRole('button', { name: 'Register webhook' }).click();
  await expect(page.getByText('The webhook is registered there.')).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect(address).not.toHaveText(before);
  const changed = (await address.textContent()) ?? '';
  const rotatedAt = Date.now();
  // both are good for a while; ended by hand, the former one is an address that never was
  expect((await page.request.post(before, { data: {} })).status()).not.toBe(404);
  await page.getByRole('button', { name: 'End it now' }).first().click();
  await expect(page.getByText('The former address ended.')).toBeVisible();
  await expect.poll(async () => (await page.request.post(before, { data: {} })).status()).toBe(404);

  const here = page.url();
  await sendTestAlert(page, 'printer');
  await page.goto(here);
  await expect(address).toHaveText(changed);
  const arrived = page
    .getByRole('list', { name: 'Last events' })
    .getByRole('listitem')
    .filter({ hasText: 'Taken in' })
    .filter({ hasText: 'webhook' })
    .locator('time');
  // by the webhook, not by the poll that would find it too
  const newest = async () => {
    const times = await arrived.evaluateAll((all) =>
      all.map((time) => Date.parse(time.getAttribute('datetime') ?? '')),
    );
    return Math.max(0, ...times);
  };
  await expect.poll(newest, { timeout: 60_000 }).toBeGreaterThan(rotatedAt);
  const events = page.getByRole('list', { name: 'Last events' }).getByRole('listitem');
  await events.filter({ hasText: 'webhook' }).first().getByRole('button', { name: 'Replay' }).click();
  await expect(page.getByText('It is taken in once more.')).toBeVisible();
  await expect(events.filter({ hasText: 'Taken in' }).filter({ hasText: 'webhook' }).first()).toBeVisible();
  await page.setViewportSize({ width: 360, height: 780 });
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  expect(complaints).toEqual([]);
});

test('who may not manage connections sees the state and the events, and neither form nor address', async ({ page }) => {
  await signInToDemo(page, 'technician@mspclaw.example');
  await openNinja(page);
  await expect(page.getByRole('list', { name: 'Last events' })).toBeVisible();
  await expect(save(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Replace the address' })).toHaveCount(0);
  await expect(page.getByText('/api/ingest/')).toHaveCount(0);
  await expectAccessible(page);
});
