import { authHandlers } from '#server/api/auth.ts';

export const { GET, POST } = authHandlers;
