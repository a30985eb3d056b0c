import { describe, expect, it } from 'vitest';
import type { TenantContext } from './tenant.ts';
import { whileAllowed } from './while-allowed.ts';

const viewer: TenantContext = { orgId: 'o', actor: 'user:u', role: 'viewer' };

async function* numbers() {
  for (let n = 1; n <= 10; n++) yield n;
}

/** The clock moves by two seconds whenever it is read. */
async function watch(refresh: () => Promise<TenantContext | null>, permission: 'run.read' | 'run.settle' = 'run.read') {
  let at = 0;
  const clock = () => {
    at += 2_000;
    return at;
  };
  const seen: unknown[] = [];
  try {
    for await (const event of whileAllowed(numbers(), permission, refresh, clock) as AsyncIterable<unknown>)
      seen.push(event);
    return { seen, code: null };
  } catch (error) {
    return { seen, code: (error as { code: string }).code };
  }
}

describe('a stream', () => {
  it('flows while the session and the role last', async () => {
    expect(await watch(async () => viewer)).toEqual({ seen: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], code: null });
  });

  it('ends before the next event once the session or the membership ended', async () => {
    const { seen, code } = await watch(async () => null);
    expect(code).toBe('NOT_FOUND');
    expect(seen.length).toBeLessThan(4);
  });

  it('ends once the role lacks the permission', async () => {
    expect((await watch(async () => viewer, 'run.settle')).code).toBe('FORBIDDEN');
  });

  it('asks not more often than every five seconds', async () => {
    let asked = 0;
    await watch(async () => {
      asked += 1;
      return viewer;
    });
    expect(asked).toBeGreaterThan(1);
    expect(asked).toBeLessThan(10);
  });
});

it('what is no stream passes through', () => {
  expect(whileAllowed('plain', 'run.read', async () => null)).toBe('plain');
});
