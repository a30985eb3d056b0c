// Notifications: what monitors told, newest first, until somebody dismisses them.
import { pathPart } from '#connectors/sdk/http/vendor-road.ts';
import type { RestV3 } from './client.ts';
import type { RestV3Context } from './vendor.ts';
import { notificationShape, type RestV3Notification } from './vendor-shapes.ts';

export const notificationList = (device?: string | null) => ({
  path: device ? `/devices/${pathPart(device, 'device')}/notifications` : '/notifications',
  shape: notificationShape,
  action: 'list the notifications',
  orderBy: 'Id desc',
});

export const notificationPath = (id: string) => `/notifications/${pathPart(id, 'notification')}` as const;

export const readNotification = (api: RestV3, context: RestV3Context, id: string): Promise<RestV3Notification> =>
  api.read(context, notificationShape, { path: notificationPath(id), action: 'read the notification' });
