// Every endpoint has a public and a private id; both circulate, and several calls want the private one.
import type { AsioContext } from './auth.ts';
import { road } from './client.ts';
import { mappingShape } from './vendor-shapes.ts';

/** The private id of a public one; the same id where the platform knows no other. */
export async function privateIdOf(context: AsioContext, publicId: string): Promise<string> {
  const answer = await road.readIfThere(context, mappingShape, {
    path: '/api/platform/v2/device/mappings/private',
    query: { filter: publicId },
    action: 'translate the id of a device',
  });
  return answer?.mapping?.find((row) => row.publicID === publicId)?.privateID ?? publicId;
}
