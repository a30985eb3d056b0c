// First run, sign-in, invitation and removal, as people do them.
import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page, test } from '@playwright/test';

const setupUrl = process.env.MSPCLAW_TEST_SETUP_URL ?? '';
const owner = { name: 'Olga Owner', email: 'olga@example.com', password: 'correct horse battery' };

test.describe.configure({ mode: 'serial' });
test.skip(!setupUrl, 'needs a product whose first run is not over (MSPCLAW_TEST_SETUP_URL)');

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('main').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const elsewhere = async (browser: Browser): Promise<Page> => (await browser.newContext()).newPage();

test('the first person sets up the console with the printed link, which is then gone', async ({ page, request }) => {
  await page.goto(setupUrl);
  await expectAccessible(page);
  await page.getByLabel('Organisation').fill('Setup Test MSP');
  await page.getByLabel('Your name').fill(owner.name);
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password').fill('short');
  await page.getByRole('button', { name: 'Create organisation' }).click();
  await expect(page.getByText('Use at least 12 characters.')).toBeVisible();
  await expect(page.getByLabel('Organisation')).toHaveValue('Setup Test MSP');

  await page.getByLabel('Password').fill(owner.password);
  await page.getByRole('button', { name: 'Create organisation' }).click();
  await page.waitForURL('**/setup-test-msp/overview');
  expect((await request.get(setupUrl)).status()).toBe(404);
  expect((await request.get('/setup?token=guess')).status()).toBe(404);
});

test('a wrong password is refused in words, the right one leads back to where one wanted to go', async ({ page }) => {
  await page.goto('/setup-test-msp/runs');
  await page.waitForURL('**/sign-in?next=**');
  await expectAccessible(page);
  await signIn(page, owner.email, 'wrong');
  await expect(page.getByText('E-mail address and password do not match.')).toBeVisible();
  await signIn(page, owner.email, owner.password);
  await page.waitForURL('**/setup-test-msp/runs');
  expect((await page.goto('/another-org/overview'))?.status()).toBe(404);
});

test('who is invited chooses a password, sees what their role allows, and is out at once when removed', async ({
  page,
  browser,
}) => {
  await page.goto('/sign-in?next=/setup-test-msp/settings');
  await signIn(page, owner.email, owner.password);
  await page.waitForURL('**/settings');
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByLabel('E-mail').fill('tina@example.com');
  await page.getByLabel('Name', { exact: true }).fill('Tina Tech');
  await page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click();
  const link = (await page.getByRole('dialog').locator('code').textContent()) ?? '';
  await page.getByRole('button', { name: 'Done' }).click();
  await expectAccessible(page);

  const tina = await elsewhere(browser);
  await tina.goto(link);
  await expectAccessible(tina);
  await tina.getByLabel('Password').fill('a password of tina');
  await tina.getByRole('button', { name: 'Save and sign in' }).click();
  await tina.waitForURL('**/setup-test-msp/overview');
  await tina.goto('/setup-test-msp/settings');
  await expect(tina.getByRole('heading', { name: 'Where you are signed in' })).toBeVisible();
  await expect(tina.getByRole('button', { name: 'Invite' })).toHaveCount(0);
  await tina.goto(link);
  await tina.getByLabel('Password').fill('another password!');
  await tina.getByRole('button', { name: 'Save and sign in' }).click();
  await expect(tina.getByText('This link was used')).toBeVisible();

  await page.getByLabel(`Role of ${owner.name}`).selectOption('admin');
  await expect(page.getByText('This is the last owner.')).toBeVisible();
  await page.getByRole('button', { name: 'Remove Tina Tech' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('Removed.')).toBeVisible();
  expect((await tina.goto('/setup-test-msp/overview'))?.status()).toBe(404);
  await tina.context().close();
});

test('a mutation from another site is refused, with the cookie and all', async ({ page }) => {
  await page.goto('/sign-in');
  await signIn(page, owner.email, owner.password);
  await page.waitForURL('**/overview');
  const forged = (headers: Record<string, string>) =>
    page.request.post('/api/trpc/accounts.revokeOtherSessions', {
      headers: { 'content-type': 'application/json', ...headers },
      data: { json: null },
    });
  expect((await forged({ origin: 'https://evil.example' })).status()).toBe(403);
  expect((await forged({ origin: 'null', 'x-mspclaw-org': 'setup-test-msp' })).status()).toBe(403);
  expect((await forged({ origin: new URL(page.url()).origin })).status()).toBe(200);
});
