import { expect, it } from 'vitest';
import { z } from 'zod';
import type { RunContext } from '../run/run-context.ts';
import { makeCatalog } from '../testing/make-catalog.ts';
import { ArgumentError, resolveArguments } from './call.ts';

const input = z.object({ text: z.string(), parameters: z.record(z.string(), z.unknown()).optional() });
const catalog = makeCatalog({
  'command.run': {
    effect: 'destructive',
    idempotency: 'once',
    shape: 'job',
    title: 'Run',
    literalInputs: ['text'],
    input,
    output: z.unknown(),
  },
});
const context = {
  ports: { catalog },
  facts: () => ({ device: { name: 'WS-1; Remove-Item' } }),
} as unknown as RunContext;

it('what must be written out is refused when it is computed, whatever was published; parameters may be computed', () => {
  const computed = { text: 'Get-Item ${{ device.name }}' };
  expect(() => resolveArguments('command.run', computed, context)).toThrow(ArgumentError);
  const written = { text: 'Get-Item $Name', parameters: { Name: '${{ device.name }}' } };
  expect(resolveArguments('command.run', written, context)).toEqual({
    text: 'Get-Item $Name',
    parameters: { Name: 'WS-1; Remove-Item' },
  });
});
