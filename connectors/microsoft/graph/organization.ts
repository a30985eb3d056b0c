// The tenant itself.
import type { GraphContext } from './auth.ts';
import { readGraphList } from './client.ts';
import { organizationShape } from './vendor-shapes.ts';

export const readOrganizations = (context: GraphContext) =>
  readGraphList(context, organizationShape, {
    action: 'read the organization',
    path: '/organization',
    select: ['id', 'displayName'],
  });
