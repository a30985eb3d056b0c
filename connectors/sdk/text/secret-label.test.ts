import { expect, it } from 'vitest';
import { isSecretLabel } from './secret-label.ts';

it.each([
  'Password',
  'Admin password (old)',
  'Wi-Fi PSK',
  'API Key',
  'api_key',
  'Passphrase',
  'PIN',
  'Kennwort',
  'BitLocker Recovery Key',
])('"%s" names a secret', (label) => expect(isSecretLabel(label)).toBe(true));
it.each(['Product', 'Operating System', 'Shipping', 'Key contact', 'Compass', 'Spindle'])('"%s" does not', (label) =>
  expect(isSecretLabel(label)).toBe(false),
);
