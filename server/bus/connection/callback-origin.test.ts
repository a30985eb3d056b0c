import { expect, it } from 'vitest';
import { callbackOrigin } from './callback-origin.ts';

it.each([
  ['https://msp.example', false, 'https://msp.example'],
  ['https://msp.example/', false, 'https://msp.example'],
  ['https://tools.example/mspclaw/', false, 'https://tools.example/mspclaw'],
  // results do not travel in the clear, and no device reaches our own machine
  ['http://msp.example', false, null],
  ['https://localhost:3000', false, null],
  ['http://127.0.0.1:3000', false, null],
  ['not an address', false, null],
  [undefined, false, null],
  // simulated devices are on this machine
  ['http://localhost:3000', true, 'http://localhost:3000'],
  ['https://msp.example', true, 'https://msp.example'],
  ['http://msp.example', true, null],
])('scripts post back to "%s" (sandbox: %s) at %s', (baseUrl, isSandbox, origin) => {
  expect(callbackOrigin(baseUrl, isSandbox)).toBe(origin);
});
