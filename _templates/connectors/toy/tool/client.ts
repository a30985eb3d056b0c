// The road to Toy Tool: its address, its key, and how it refuses. Sending and fitting answers is the SDK's work.
import { z } from 'zod';
import { createVendorRoad } from '#connectors/sdk/http/vendor-road.ts';
import type { ToyToolContext } from './auth.ts';

const errorShape = z.object({ error: z.string() });

export const toyTool = createVendorRoad<ToyToolContext>({
  vendor: 'Toy Tool',
  base: (context) => `${context.settings.host}/v1`,
  headers: (context) => ({ 'x-api-key': context.secrets.apiKey }),
  refusal(response) {
    if (response.status < 300) return undefined;
    const said = errorShape.safeParse(response.json).data?.error;
    return said === undefined ? {} : { said };
  },
});
