import { describe, expect, it } from 'vitest';
import { isInfrastructureError, outlastInfrastructure } from './infrastructure-error.ts';

const failure = (code: string, message = 'x') => Object.assign(new Error(message), { code });
const quick = { forMs: 200, firstPauseMs: 1, longestPauseMs: 2 };

describe('infrastructure errors', () => {
  it.each(['57P01', '57P02', '57P03', '08006', '08P01', 'ECONNREFUSED', 'ECONNRESET', '40001', '40P01', '25P03'])(
    '%s is the database being away',
    (code) => expect(isInfrastructureError(failure(code))).toBe(true),
  );

  it.each(['23505', '42P01', 'MC001', '22P02', '57014'])('%s is ours', (code) =>
    expect(isInfrastructureError(failure(code))).toBe(false),
  );

  it('finds it behind a cause and in an aggregate', () => {
    expect(isInfrastructureError(new Error('wrapped', { cause: failure('57P01') }))).toBe(true);
    expect(isInfrastructureError(new AggregateError([failure('ECONNREFUSED')], ''))).toBe(true);
    expect(isInfrastructureError('57P01')).toBe(false);
  });

  it('is waited out, and nothing else is', async () => {
    let tries = 0;
    const work = async () => {
      tries += 1;
      if (tries < 4) throw failure('57P01');
      return 'there again';
    };
    expect(await outlastInfrastructure(work, quick)).toBe('there again');
    const broken = outlastInfrastructure(async () => {
      throw failure('23505', 'duplicate');
    }, quick);
    await expect(broken).rejects.toThrow('duplicate');
  });

  it('is not waited for without end', async () => {
    const gone = outlastInfrastructure(async () => {
      throw failure('ECONNREFUSED', 'gone');
    }, quick);
    await expect(gone).rejects.toThrow('gone');
  });
});
