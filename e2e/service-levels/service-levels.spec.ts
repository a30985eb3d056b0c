// What was promised, written in the settings: from then on a ticket shows its clocks, and the list is filtered by them.
import { expect, test } from '@playwright/test';
import { demo, expectAccessible, signInToDemo, watchPage } from '../support/console.ts';

const control = process.env.MSPCLAW_TEST_CONTROL ?? '';
test.skip(!control, 'needs the sandbox control address (MSPCLAW_TEST_CONTROL)');
test.describe.configure({ mode: 'serial' });

const client = 'Acme Manufacturing';
const promiseName = `Gold ${Date.now()}`;

test('a promise is written without a mouse, and what is wrong is said beside its field', async ({ page }) => {
  test.setTimeout(120_000);
  const complaints = watchPage(page);
  await signInToDemo(page);
  await page.goto(`/${demo.org}/settings`);
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Service levels' }).click();
  await page.waitForURL('**/settings/service-levels');
  await expect(page.getByRole('region', { name: 'Standard' })).toContainText('Every client without its own');
  await expectAccessible(page);

  await page.getByRole('link', { name: 'New service level' }).click();
  await page.waitForURL('**/settings/service-levels/new');
  const form = page.getByRole('form', { name: 'Service level' });
  await form.getByLabel('For', { exact: true }).selectOption({ label: client });
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('Give it a name.')).toBeVisible();
  await expect(form.getByLabel('Name', { exact: true })).toBeFocused();
  await form.getByLabel('Name', { exact: true }).fill(promiseName);
  await expect(form.getByText('Give it a name.')).toHaveCount(0);

  const zone = form.getByRole('combobox', { name: 'Time zone' });
  await zone.fill('auckland');
  await expect(page.getByRole('option', { name: /Auckland/ })).toBeVisible();
  await expectAccessible(page);
  await zone.press('Enter');
  await expect(zone).toHaveValue('Pacific/Auckland');

  await form.getByRole('button', { name: 'Around the clock' }).press('Enter');
  const opens = form.getByLabel('Monday opens');
  await expect(opens).toHaveValue('00:00');
  await opens.press('ArrowUp');
  await expect(opens).toHaveValue('00:15');
  await opens.fill('24:00');
  await opens.press('Tab');
  await expect(form.getByText('The end of an opening must be after its beginning.')).toBeVisible();
  await expectAccessible(page);
  // what is said on leaving a field must not move the button that is being pressed
  await form.getByLabel('Tuesday opens').fill('25');
  await form.getByRole('button', { name: 'Add hours on Wednesday' }).click();
  await expect(form.getByRole('list', { name: 'Openings on Wednesday' }).getByRole('listitem')).toHaveCount(2);
  await form.getByRole('button', { name: 'Around the clock' }).click();
  await opens.fill('24:00');
  await opens.fill('0');
  await opens.press('Tab');
  await expect(opens).toHaveValue('00:00');

  const response = form.getByLabel('First response, medium');
  await response.fill('5');
  await expect(form.getByText('Say hours or minutes: 30 min, 4 h, 1 h 30 min.')).toBeVisible();
  await response.fill('5min');
  await response.press('Tab');
  await expect(response).toHaveValue('5 min');
  await form.getByLabel('Resolution, medium').fill('48 h');
  await form.getByLabel('Day off', { exact: true }).fill('2031-12-25');
  await form.getByLabel('Day off', { exact: true }).press('Enter');
  await expect(form.getByText('Thu 25 Dec 2031')).toBeVisible();
  await form.getByLabel('Name', { exact: true }).press('Enter');

  await page.waitForURL('**/settings/service-levels');
  const card = page.getByRole('region', { name: promiseName });
  await expect(card).toContainText(client);
  await expect(card).toContainText('Every day around the clock (Pacific/Auckland)');
  expect(complaints).toEqual([]);
});

test('a ticket of that client shows its clocks, in the list, on its page and behind the filter', async ({
  page,
  request,
}) => {
  test.setTimeout(120_000);
  const complaints = watchPage(page);
  const title = `The scanner sends nothing (${Date.now()})`;
  const written = await request.post(`${control}/__sandbox/tickets`, {
    data: { title, client, description: 'Since today.' },
  });
  expect(written.ok()).toBe(true);

  await signInToDemo(page);
  await page.goto(`/${demo.org}/inbox/tickets`);
  const row = page.getByRole('row').filter({ hasText: title });
  await expect(row).toBeVisible({ timeout: 60_000 });
  await expect(row.locator('[data-clock]:visible', { hasText: /47 h \d+ min left|48 h left/ })).toHaveCount(1);
  await expectAccessible(page);

  await row.getByRole('link', { name: title }).click();
  await page.waitForURL(`**/${demo.org}/inbox/tickets/*`);
  const card = page.locator('[data-slot=card]', { has: page.getByRole('heading', { name: 'Service level' }) });
  await expect(card).toContainText(promiseName);
  await expect(card.getByRole('region', { name: 'Resolution' })).toContainText(/of 48 h used, in open hours/);
  await expect(card.getByRole('region', { name: 'Resolution' })).toContainText('(Pacific/Auckland)');
  await expect(card).toContainText('Quiet since');
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test('the filter stands in the address, is counted, and says when nothing fits', async ({ page }) => {
  const complaints = watchPage(page);
  await signInToDemo(page);
  const late = page.getByRole('list', { name: 'Tickets by their clocks' }).getByRole('link', { name: 'Late' });
  await late.click();
  await page.waitForURL(`**/${demo.org}/inbox/tickets?clock=late`);
  const chip = page.getByRole('button', { name: /^Late/ });
  await expect(chip).toHaveAttribute('aria-pressed', 'true');
  const count = Number((await chip.textContent())?.replace(/\D/g, ''));
  const rows = page.getByRole('region', { name: 'Tickets' }).locator('tbody tr');
  await expect(rows).toHaveCount(count);
  await expectAccessible(page);
  await page.getByLabel('Search tickets').fill('no such ticket at all');
  await expect(page.getByText('No ticket fits this filter')).toBeVisible();
  await expect(chip).toContainText('0');
  await page.reload();
  await expect(page.getByText('No ticket fits this filter')).toBeVisible();
  await page.getByRole('button', { name: 'Show every open ticket' }).click();
  await expect(page).toHaveURL(/\/inbox\/tickets$/);

  for (const path of ['settings/service-levels', 'settings/service-levels/new', 'inbox/tickets?clock=stale']) {
    await page.setViewportSize({ width: 360, height: 780 });
    await page.goto(`/${demo.org}/${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
    await expectAccessible(page);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(beyond, `${path} is wider than the screen`).toBeLessThanOrEqual(0);
  }
  expect(complaints).toEqual([]);
});

test('a promise is removed after a question, and the client goes by the general one again', async ({ page }) => {
  await signInToDemo(page);
  await page.goto(`/${demo.org}/settings/service-levels`);
  await page.getByRole('button', { name: `Remove ${promiseName}` }).click();
  const question = page.getByRole('dialog');
  await expect(question).toContainText(`${client} goes by the general one then.`);
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('region', { name: promiseName })).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Standard' })).toBeVisible();
});
