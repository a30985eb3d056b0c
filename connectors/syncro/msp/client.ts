// The road to Syncro.
import { createVendorRoad } from '#connectors/sdk/http/vendor-road.ts';
import { refusalOf } from './answer-error.ts';
import type { SyncroContext } from './auth.ts';

export const syncro = createVendorRoad<SyncroContext>({
  vendor: 'Syncro',
  base: ({ settings }) => `${settings.host}/api/v1`,
  headers: ({ secrets }) => ({ authorization: `Bearer ${secrets.apiToken}` }),
  refusal: refusalOf,
});
