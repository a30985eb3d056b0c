// NinjaOne's webhook: one configuration per client app, no signature, exactly the URL and headers that were PUT.

import { z } from 'zod';
import type { SandboxAnswer, SandboxContext, SandboxRequest } from '#connectors/sdk/sandbox/sandbox-dialect.ts';
import type { WorldEvent } from '#connectors/sdk/sandbox/world-types.ts';
import { activityView } from './activity-views.ts';
import { lightDevice } from './device-views.ts';
import { appError } from './ninja-errors.ts';
import type { NinjaSandboxState } from './ninja-state.ts';

type Context = SandboxContext<NinjaSandboxState>;

const configurationShape = z.strictObject({
  url: z.url(),
  activities: z.record(z.string(), z.array(z.string())),
  expand: z.array(z.string()).default([]),
  headers: z.array(z.strictObject({ name: z.string(), value: z.string() })).default([]),
  organizationIds: z.array(z.number().int()).default([]),
});

export function putWebhook(request: SandboxRequest, { state }: Context): SandboxAnswer {
  const parsed = configurationShape.safeParse(request.json());
  if (!parsed.success) return appError(400, 'FAILURE', parsed.error.issues[0]?.message ?? 'Invalid webhook');
  state.webhook = parsed.data;
  return { status: 204 };
}

export function deleteWebhook(_request: SandboxRequest, { state }: Context): SandboxAnswer {
  state.webhook = null;
  return { status: 204 };
}

export function pushActivity(event: WorldEvent, { world, state, deliver }: Context): void {
  if (event.type !== 'activity-added' || state.webhook === null) return;
  const view = activityView(event.activity, world);
  const device = world.device(event.activity.deviceId);
  const { webhook } = state;
  if (!device || !webhook.activities[view.activityType]?.includes(view.statusCode ?? '')) return;
  if (webhook.organizationIds.length > 0 && !webhook.organizationIds.includes(device.clientId)) return;
  const client = world.state.clients.find((entry) => entry.id === device.clientId);
  const references = {
    ...(webhook.expand.includes('organization')
      ? { organization: { id: device.clientId, name: client?.name ?? '' } }
      : {}),
  };
  const body = {
    activityResult: null,
    ...view,
    ...(webhook.expand.includes('device') ? { device: { ...lightDevice(device), references } } : {}),
  };
  deliver({
    url: webhook.url,
    headers: {
      'content-type': 'application/json',
      ...Object.fromEntries(webhook.headers.map(({ name, value }) => [name, value])),
    },
    body: JSON.stringify(body),
    timeoutMs: 10_000,
    // undocumented; receivers report repeats, so the sandbox repeats
    retryAfterMs: [1_000, 3_000],
    isRetried: (status) => status === null || status >= 500,
  });
}
