// From the gallery to a connection that is matched: what is typed is checked, tried, shown, saved and mapped.
import { expect, type Page, test } from '@playwright/test';
import { demo, expectAccessible, signInToDemo, watchPage } from '../support/console.ts';

const fitsTheScreen = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);

test('the gallery finds systems by name and by what they do, and says what is not built', async ({ page }) => {
  const complaints = watchPage(page);
  await signInToDemo(page);
  await page.goto(`/${demo.org}/connections`);
  await page.getByRole('link', { name: 'Connect a system' }).first().click();
  await page.waitForURL(`**/${demo.org}/connections/new`);
  const systems = page.getByRole('list', { name: 'Systems' });
  await expect(systems.getByRole('link', { name: 'NinjaOne', exact: true })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Not built' }).getByText('Jamf Pro')).toBeVisible();
  await expect(page.getByText(/coming soon/i)).toHaveCount(0);
  await expectAccessible(page);

  await page.getByLabel('Search systems').fill('connectwise psa');
  await expect(systems.getByRole('link', { name: 'NinjaOne', exact: true })).toHaveCount(0);
  await expect(systems.getByRole('link', { name: 'ConnectWise PSA', exact: true })).toBeVisible();
  await page.getByLabel('Search systems').fill('no such system at all');
  await expect(page.getByText('No system like that')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('search').getByRole('button', { name: /^RMM/ }).click();
  await expect(systems.getByRole('link', { name: 'ConnectWise PSA', exact: true })).toHaveCount(0);
  await expect(page).toHaveURL(/kind=rmm/);

  await systems.getByRole('link', { name: /NinjaOne/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: /NinjaOne/ })).toBeVisible();
  await expect(page.getByRole('region', { name: 'What it cannot do' })).toContainText('Run a command');
  await expect(page.getByRole('region', { name: 'What it must be allowed' })).toContainText('Monitoring');
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test('a form complains while it is typed, and a key that does not work is not saved', async ({ page }) => {
  await signInToDemo(page);
  await page.goto(`/${demo.org}/connections/new?connector=connectwise%2Fpsa`);
  const form = page.getByRole('form', { name: 'Connect ConnectWise PSA' });
  const address = form.getByRole('textbox').first();
  await address.fill('not an address at all');
  await expect(form.locator('[data-slot=field-error]').first()).toBeVisible();
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await expect(page.getByText('What was found')).toHaveCount(0);
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 780 });
  await fitsTheScreen(page);
});

test('from the gallery to the mapping: a key is tried, what it sees is shown, and only then it is saved', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await signInToDemo(page);
  const logins = await page.request.get(`${process.env.MSPCLAW_TEST_CONTROL}/__sandbox/connections`);
  const { 'ninjaone/rmm': login } = (await logins.json()) as Record<string, { settings: object; secrets: object }>;
  const values = Object.entries({ ...login?.settings, ...login?.secrets }).filter(([, value]) => value !== null);
  await page.goto(`/${demo.org}/connections/new`);
  await page
    .getByRole('list', { name: 'Systems' })
    .getByRole('link', { name: /NinjaOne/ })
    .click();
  const form = page.getByRole('form', { name: 'Connect NinjaOne' });
  const fill = async (name: string, value: string) => {
    const control = form.locator(`[name="${name}"]`);
    if ((await control.count()) === 0) return;
    if ((await control.evaluate((element) => element.tagName)) === 'SELECT') await control.selectOption(value);
    else await control.fill(value);
  };
  await expect(form.locator('[name="host"]')).toBeVisible();
  for (const [name, value] of values) await fill(name, String(value));
  await expect(form.locator('[name="host"]')).not.toHaveValue('');
  await fill('name', 'RMM by hand');
  await fill('clientSecret', 'not-the-secret-of-this-client');
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await expect(page.getByText('It does not work yet')).toBeVisible();
  await expectAccessible(page);

  for (const [name, value] of values) if (name === 'clientSecret') await fill(name, String(value));
  await page.getByRole('button', { name: 'Test the connection' }).click();
  const found = page.getByRole('region', { name: 'What was found' });
  await expect(found.getByText('It works')).toBeVisible();
  await expect(found.getByText(/-WS-/).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save and match' }).click();
  await page.waitForURL(/connections\/[0-9a-f-]{36}\?tab=mapping/);
  await expect(page.getByRole('heading', { level: 1, name: 'RMM by hand' })).toBeVisible();
  await page.getByRole('button', { name: 'Switch off' }).click();
  await expect(page.locator('#content header').getByText('Disabled')).toBeVisible();
});

test('a sandbox is connected without a key, and its page shows health, mapping and scripts', async ({ page }) => {
  test.setTimeout(120_000);
  const complaints = watchPage(page);
  await signInToDemo(page);
  await page.goto(`/${demo.org}/connections/new?connector=connectwise%2Fpsa`);
  await page.getByRole('button', { name: 'Try it with the sandbox' }).click();
  await page.waitForURL(new RegExp(`/${demo.org}/connections/[0-9a-f-]{36}`));
  const health = page.getByRole('region', { name: 'Health' });
  await expect(health.getByText(/answers, and nothing waits|Test it to know/)).toBeVisible();
  await expect(health.getByRole('meter')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('tab', { name: 'Mapping' }).click();
  await expect(page).toHaveURL(/tab=mapping/);
  const clients = page.getByRole('region', { name: 'Clients' });
  await expect(clients.getByRole('list').getByRole('listitem').first()).toBeVisible();
  const statuses = page.getByRole('region', { name: 'Statuses' });
  await expect(statuses.getByRole('listitem').first()).toBeVisible();
  await expectAccessible(page);

  // what a person chose is there after a reload
  const accept = statuses.getByRole('button', { name: /^Accept .* for / }).first();
  if (await accept.isVisible()) {
    const name = (await accept.getAttribute('aria-label')) ?? '';
    await accept.click();
    await expect(statuses.getByRole('button', { name })).toHaveCount(0);
    await page.reload();
    await expect(statuses.getByText('Chosen', { exact: true }).first()).toBeVisible();
  }
  for (const tab of ['Overview', 'Mapping', 'Settings']) {
    await page.getByRole('tab', { name: tab }).click();
    await page.setViewportSize({ width: 360, height: 780 });
    await fitsTheScreen(page);
    await page.setViewportSize({ width: 1440, height: 900 });
  }
  expect(complaints).toEqual([]);
});

test('the scripts that playbooks need are listed with what is missing, and can be taken along', async ({ page }) => {
  await signInToDemo(page);
  await page.goto(`/${demo.org}/connections`);
  await page
    .getByRole('region', { name: /NinjaOne/ })
    .getByRole('link', { name: /NinjaOne/ })
    .first()
    .click();
  await page.getByRole('tab', { name: 'Scripts' }).click();
  const scripts = page.getByRole('list', { name: 'Scripts' });
  await expect(scripts.getByRole('listitem').first()).toBeVisible();
  await expectAccessible(page);
  const download = page.waitForEvent('download');
  await scripts.getByRole('button', { name: 'Download', exact: true }).first().click();
  expect((await download).suggestedFilename()).toMatch(/\.(ps1|sh|py|bat)$/);
});
