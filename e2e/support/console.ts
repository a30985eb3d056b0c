// What the console's browser tests share: signing in to the demo org, and what every page must keep.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

export const demo = { org: 'harbourlight', email: 'demo@mspclaw.example', password: 'mspclaw-demo' } as const;

export async function signInToDemo(page: Page, email: string = demo.email): Promise<void> {
  await page.goto(`/sign-in?next=/${demo.org}/overview`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(demo.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname === `/${demo.org}/overview`);
}

/** WCAG 2.2 A and AA; the sentence that fails names the rule and the element. */
export async function expectAccessible(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

/** Complaints of the browser and requests to anywhere but us, from now on. */
export function watchPage(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== 'localhost') complaints.push(`left for ${hostname}`);
  });
  return complaints;
}

/** Sends the story's alert from the sandbox connection's card. */
export async function sendTestAlert(page: Page, story: string): Promise<void> {
  await page.goto(`/${demo.org}/connections`);
  const card = page.getByRole('region', { name: /NinjaOne/ });
  await card.getByLabel('Story of the test alert').selectOption(story);
  await card.getByRole('button', { name: 'Send a test alert' }).click();
  await expect(page.getByText('Sent. It arrives in the inbox in a moment.')).toBeVisible();
}
