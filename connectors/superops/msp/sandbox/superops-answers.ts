// How SuperOps answers: data, or errors inside HTTP 200.
import type { SandboxAnswer } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { Json } from '#connectors/sdk/sandbox/world-types.ts';

export class SuperopsRefusal extends Error {
  readonly code: string;
  readonly attributes: string[];
  constructor(code: string, attributes: string[] = []) {
    super(code);
    this.code = code;
    this.attributes = attributes;
  }
}

/** @param hasBareIds ids inside scalars as numbers, beyond what JavaScript can hold */
export function dataAnswer(data: Json, hasBareIds: boolean): SandboxAnswer {
  const text = JSON.stringify({ data }).replace(/"bare:(\d+)"/g, hasBareIds ? '$1' : '"$1"');
  return { status: 200, headers: { 'content-type': 'application/json' }, text };
}

/** the message is often null */
export const refusalAnswer = (code: string, attributes: string[] = []): SandboxAnswer => ({
  status: 200,
  json: {
    errors: [
      {
        message: null,
        extensions: {
          classification: 'DataFetchingException',
          clientError: [{ code, param: { attributes, index: 0 } }],
        },
      },
    ],
    data: null,
  },
});

/** refused while the question was read */
export const drift = (classification: string, message: string): SandboxAnswer => ({
  status: 200,
  json: { errors: [{ message, extensions: { classification } }], data: null },
});
