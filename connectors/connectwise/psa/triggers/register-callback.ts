// Telling ConnectWise where to call. It switches a callback off after three days of failures and never on again,
// so registering is also the repair: call it whenever the connection is checked.
import type { z } from 'zod';
import { askPsa, type PsaContext } from '../client.ts';
import { listAll } from '../lists.ts';
import { callbackShape } from '../vendor-shapes.ts';
import { callbackUrl } from './callback-url.ts';

export interface RegisteredCallback {
  id: string;
  url: string;
  change: 'created' | 'reactivated' | 'none';
}

const list = { path: '/system/callbacks', shape: callbackShape, action: 'list the callbacks' };

export function listCallbacks(context: PsaContext): Promise<z.output<typeof callbackShape>[]> {
  return listAll(context, list);
}

/** Safe to repeat: the same address is registered once. */
export async function registerCallback(context: PsaContext, url: string): Promise<RegisteredCallback> {
  const wanted = callbackUrl(url);
  const known = (await listCallbacks(context)).filter(
    (one) => one.url === wanted && one.type?.toLowerCase() === 'ticket',
  );
  const active = known.find((one) => !one.inactiveFlag);
  if (active) return { id: String(active.id), url: wanted, change: 'none' };
  const [inactive] = known;
  if (inactive) {
    const row = await askPsa(context, callbackShape, {
      method: 'PATCH',
      path: `/system/callbacks/${inactive.id}`,
      json: [{ op: 'replace', path: 'inactiveFlag', value: false }],
      action: 'switch the callback on again',
    });
    return { id: String(row.id), url: wanted, change: 'reactivated' };
  }
  const row = await askPsa(context, callbackShape, {
    method: 'POST',
    path: '/system/callbacks',
    json: {
      url: wanted,
      objectId: 1,
      type: 'ticket',
      level: 'owner',
      description: 'MSPclaw: ticket changes',
      isSelfSuppressedFlag: true,
      inactiveFlag: false,
    },
    action: 'register the callback',
  });
  return { id: String(row.id), url: wanted, change: 'created' };
}
