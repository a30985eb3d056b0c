import { describe, expect, it } from 'vitest';
import { openDatabase } from '#server/platform/db/database.ts';
import { newId } from '#server/platform/ids.ts';
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

  it('knows them as the query builder tells them, from a real one', async () => {
    const away = openDatabase({ url: 'postgres://a:b@127.0.0.1:1/x', poolSize: 1, onError: () => {} });
    const orgId = newId();
    const unreachable = await away.withTenant({ orgId }, (db) => db.org.count()).catch((error: unknown) => error);
    expect(isInfrastructureError(unreachable), String(unreachable)).toBe(true);
    await away.close();
  });

  it.each([
    ['57P01', true],
    ['08006', true],
    ['23505', false],
  ])('%s inside an error of the query builder is %s', (originalCode, isAway) => {
    const meta = { driverAdapterError: { cause: { originalCode } } };
    expect(isInfrastructureError(Object.assign(failure('P2010'), { meta }))).toBe(isAway);
  });

  it('counts a pool without a free connection, and not a transaction of ours that took too long', () => {
    const inTransaction = (text: string) => failure('P2028', `Transaction API error: ${text}`);
    expect(isInfrastructureError(inTransaction('Unable to start a transaction in the given time.'))).toBe(true);
    expect(isInfrastructureError(inTransaction('Transaction already closed'))).toBe(false);
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
